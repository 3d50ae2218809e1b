package tcplab.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarDirectoryTest {
  @TempDir Path folder;

  @Test
  void a_package_has_its_own_classes_and_not_those_below_it() throws IOException {
    JarDirectory directory = Objects.requireNonNull(JarDirectory.read(jar()));
    assertThat(directory.classes("a.b")).containsExactly("C", "C$D");
    assertThat(directory.classes("a.b.c")).containsExactly("E");
    assertThat(directory.classes("")).containsExactly("Root");
    assertThat(directory.classes("a")).isEmpty();
    assertThat(directory.classes("a.bb")).isEmpty();
  }

  @Test
  void what_is_no_jar_has_no_directory() throws IOException {
    Path junk = Files.write(folder.resolve("junk"), new byte[100]);
    assertThat(JarDirectory.read(junk)).isNull();
    assertThat(JarDirectory.read(Files.createFile(folder.resolve("empty")))).isNull();
  }

  @Test
  void a_damaged_directory_does_no_harm() throws IOException {
    byte[] good = Files.readAllBytes(jar());
    Random random = new Random(20261123);
    for (int round = 0; round < 500; round++) {
      byte[] bad = good.clone();
      for (int i = 0; i < 4; i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("bad.jar"), bad);
      JarDirectory directory = JarDirectory.read(file);
      if (directory != null) {
        assertThat(directory.classes("a.b").size()).isLessThan(5);
      }
    }
  }

  private Path jar() throws IOException {
    Path jar = folder.resolve("some.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.setComment("a comment");
      for (String name :
          new String[] {
            "a/", "a/b/C.class", "a/b/C$D.class", "a/b/c/E.class", "a/b/text.txt", "Root.class"
          }) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
