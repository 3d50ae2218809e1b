package tcplab;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tcplab.connection.Connections;
import tcplab.report.ReportPage;

/**
 * A report on a capture: one HTML file for readers who have no tcplab.
 *
 * <pre>{@code
 * Report.of(Capture.open("data/handshake_close.client.pcap")).write("report.html")
 * }</pre>
 */
public final class Report {
  private final ReportPage page;

  private Report(ReportPage page) {
    this.page = page;
  }

  /** A report on a capture. */
  public static Report of(Capture capture) {
    return of(capture.name(), capture.analysis());
  }

  /**
   * A report on connections that are analysed already.
   *
   * @param name the capture's name
   */
  public static Report of(String name, Connections connections) {
    String version = Report.class.getPackage().getImplementationVersion();
    String tool = "tcplab" + (version == null ? "" : " " + version);
    String command = "tcplab report " + name + " -o report.html";
    return new Report(new ReportPage(new ReportPage.Source(name, command, tool), connections));
  }

  /**
   * Writes the report; a file of that name is replaced when the new one is whole.
   *
   * @param file such as {@code report.html}
   * @return the file
   * @throws IOException when it cannot be written
   */
  public Path write(String file) throws IOException {
    return write(Path.of(file));
  }

  /**
   * Writes the report; a file of that name is replaced when the new one is whole.
   *
   * @param file such as {@code report.html}
   * @return the file
   * @throws IOException when it cannot be written
   */
  public Path write(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (Writer out = Files.newBufferedWriter(part)) {
        page.write(out);
      }
      return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
