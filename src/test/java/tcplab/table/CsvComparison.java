package tcplab.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A writer of its own for one table against {@link CsvWriter}, which writes any. */
final class CsvComparison {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private CsvComparison() {}

  /** What is compared: writes a table. */
  interface Writer {
    void write(OutputStream stream) throws IOException;
  }

  /** Our own recordings. */
  static List<Path> captures() throws IOException {
    try (Stream<Path> files = Files.list(DATA)) {
      List<Path> captures =
          files.filter(file -> file.toString().endsWith(".pcap")).sorted().toList();
      assertThat(captures).hasSizeGreaterThan(10);
      return captures;
    }
  }

  static void isAlike(Writer writer, ColumnTable table) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    writer.write(octets);
    assertThat(octets.toString(StandardCharsets.UTF_8).split("\r\n", -1))
        .isEqualTo(CsvWriter.text(table).split("\r\n", -1));
  }

  /** A stream that takes nothing: its error says {@code no space}. */
  static OutputStream full() {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        throw new IOException("no space");
      }
    };
  }
}
