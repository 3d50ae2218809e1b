package tcplab.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
  @TempDir Path folder;
  private final Libraries libraries = new Libraries();

  private String jar(String name, String... entries) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.closeEntry();
      }
    }
    return jar.toString();
  }

  @Test
  void a_library_is_the_kernels_until_a_jar_with_one_of_its_packages_comes() throws IOException {
    assertThat(libraries.replaced("com.google.gson.Gson")).isFalse();

    assertThat(libraries.add(jar("g.jar", "META-INF/MANIFEST.MF", "com/google/gson/Gson.class")))
        .isEmpty();

    assertThat(libraries.replaced("com.google.gson.Gson")).isTrue();
    assertThat(libraries.replaced("com.google.gson")).isTrue();
    assertThat(libraries.replaced("com.google.gson.internal.Excluder")).isTrue();
    assertThat(libraries.replaced("com.google.gsonx.Other")).isFalse();
    assertThat(libraries.replaced("com.google.common.base.Joiner")).isFalse();
  }

  @Test
  void all_packages_of_a_library_are_replaced_together() throws IOException {
    libraries.add(jar("z.jar", "zmq/Ctx.class"));

    assertThat(libraries.replaced("org.zeromq.ZMQ")).isTrue();
  }

  @Test
  void resources_go_with_their_library_and_services_with_their_interface() throws IOException {
    assertThat(libraries.kernelsResource("com/sun/jna/linux-x86-64/libjnidispatch.so")).isTrue();

    libraries.add(jar("j.jar", "com/sun/jna/Native.class", "com/fasterxml/jackson/core/A.class"));

    assertThat(libraries.replacedResource("com/sun/jna/linux-x86-64/libjnidispatch.so")).isTrue();
    assertThat(libraries.kernelsResource("com/sun/jna/linux-x86-64/libjnidispatch.so")).isFalse();
    assertThat(
            libraries.replacedResource("META-INF/services/com.fasterxml.jackson.core.JsonFactory"))
        .isTrue();
    assertThat(libraries.replacedResource("META-INF/services/java.sql.Driver")).isFalse();
    assertThat(libraries.kernelsResource("logback.xml")).isFalse();
  }

  @Test
  void a_folder_counts_by_its_packages() throws IOException {
    Files.createDirectories(folder.resolve("classes/org/slf4j/impl"));

    libraries.add(folder.resolve("classes").toString());

    assertThat(libraries.replaced("org.slf4j.LoggerFactory")).isTrue();
  }

  @Test
  void a_library_in_use_stays_and_a_sentence_says_so() throws IOException {
    libraries.use("com.google.gson.JsonObject");

    assertThat(libraries.add(jar("g.jar", "com/google/gson/Gson.class")))
        .singleElement()
        .asString()
        .startsWith("com.google.gson is in use");
    assertThat(libraries.replaced("com.google.gson.Gson")).isFalse();
  }

  @Test
  void what_comes_with_a_shared_library_stays_the_kernels() throws IOException {
    String both =
        jar("f.jar", "it/unimi/dsi/fastutil/Function.class")
            + File.pathSeparator
            + jar("t.jar", "tech/tablesaw/api/Table.class");

    assertThat(libraries.add(both))
        .singleElement()
        .asString()
        .startsWith("tech.tablesaw is part of this kernel");
    assertThat(libraries.replaced("it.unimi.dsi.fastutil.Function")).isFalse();
    assertThat(libraries.replaced("tech.tablesaw.api.Table")).isFalse();
  }

  @Test
  void the_kernels_own_jar_changes_nothing_and_needs_no_word() throws IOException {
    assertThat(libraries.add(jar("l.jar", "tcplab/Lab.class", "com/google/gson/Gson.class")))
        .isEmpty();
    assertThat(libraries.replaced("com.google.gson.Gson")).isFalse();
  }

  @Test
  void a_file_that_is_no_jar_is_passed_over() throws IOException {
    Path text = Files.writeString(folder.resolve("no.jar"), "text");

    assertThat(libraries.add(text + File.pathSeparator + folder.resolve("absent.jar"))).isEmpty();
  }
}
