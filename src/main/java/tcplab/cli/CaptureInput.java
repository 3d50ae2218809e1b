package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tcplab.capture.Batches;
import tcplab.capture.CaptureFile;
import tcplab.capture.Fault;
import tcplab.capture.PacketFilter;
import tcplab.capture.Packets;
import tcplab.capture.Progress;
import tcplab.connection.ConnectionStream;
import tcplab.connection.Connections;

/** The captures that a command reads, and what of them it wants. */
final class CaptureInput {
  /** How Linux names the standard input where a path is wanted. */
  private static final Path STDIN = Path.of("/dev/stdin");

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = {
        "a capture: pcap or pcapng, as tcpdump -w or Wireshark write it, also packed with gzip or zstd; - is stdin.",
        "Several are merged by time, and packets numbered in that order, as mergecap does."
      })
  private List<String> files = List.of();

  @Option(
      names = "--filter",
      paramLabel = "EXPR",
      description =
          "only packets that this libpcap filter wants, such as 'tcp port 3306 and host 10.8.152.162'")
  private String filter = "";

  @Option(
      names = "--vlans-apart",
      description =
          "segments of different VLANs belong to different connections, though addresses and ports agree")
  private boolean vlansApart;

  /** Where picocli fills the fields. */
  CaptureInput() {}

  CaptureInput(List<String> files, String filter) {
    this.files = files;
    this.filter = filter;
  }

  /** Takes the parts of a capture that is larger than memory. */
  interface Parts extends Batches {
    /** Whether there was one. */
    boolean begun();

    /** A capture is kept whole. */
    Parts NONE =
        new Parts() {
          @Override
          public boolean begun() {
            return false;
          }

          @Override
          public int rows() {
            return Batches.NONE.rows();
          }

          @Override
          public void take(Packets batch) {
            Batches.NONE.take(batch);
          }
        };
  }

  /** Makes a table of what was read, and prints it. */
  @FunctionalInterface
  interface Use {
    void print(Packets packets) throws IOException;
  }

  /**
   * Reads the capture, has its table printed, and then says what could not be read: what was
   * readable before a fault is printed too.
   *
   * @param parts takes the parts of a capture that is larger than memory; what follows the last is
   *     printed
   * @return the exit code: 1 when there was a fault
   */
  int read(PrintWriter err, Parts parts, Use use) throws IOException {
    String name = name();
    Packets packets;
    try (ProgressBar bar = new ProgressBar(name, err, Terminal.showsProgress())) {
      packets = read(bar, parts);
    }
    use.print(packets);
    for (Fault fault : packets.faults()) {
      err.println("tcplab: " + Terminal.inert(fault.message()));
    }
    if (packets.size() == 0 && packets.faults().isEmpty() && !parts.begun()) {
      err.println(
          "tcplab: "
              + Terminal.inert(name)
              + ": no TCP segment in "
              + packets.frames()
              + " frames"
              + (filter.isBlank() ? "" : " passed the filter"));
    }
    return packets.faults().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** The connections of what was read. */
  Connections connections(Packets packets) {
    return vlansApart ? Connections.apartByVlan(packets) : Connections.of(packets);
  }

  /** The same for a capture that is larger than memory; see {@link ConnectionStream}. */
  ConnectionStream stream(int mostLive, Consumer<Connections> finished) {
    return vlansApart
        ? ConnectionStream.apartByVlan(mostLive, finished)
        : new ConnectionStream(mostLive, finished);
  }

  /** What is read, in a word or two. */
  String name() {
    return files.size() == 1 ? files.get(0) : files.size() + " files";
  }

  private Packets read(Progress progress, Batches batches) throws IOException {
    PacketFilter wanted = PacketFilter.of(filter);
    if (files.size() > 1) {
      return CaptureFile.merge(
          files.stream().map(CaptureInput::path).toList(), wanted, progress, batches);
    }
    String file = files.get(0);
    return file.equals("-")
        ? CaptureFile.read(System.in, "stdin", wanted, progress, batches)
        : CaptureFile.read(Path.of(file), wanted, progress, batches);
  }

  private static Path path(String file) {
    return file.equals("-") ? STDIN : Path.of(file);
  }
}
