package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;
import tcplab.capture.CaptureFile;
import tcplab.capture.Fault;
import tcplab.capture.Packets;

/** The capture that a command reads. */
final class CaptureInput {
  @Parameters(
      paramLabel = "FILE",
      description = "a capture: pcap or pcapng, as tcpdump -w or Wireshark write it")
  private Path file = Path.of("");

  /** Makes a table of what was read, and prints it. */
  @FunctionalInterface
  interface Use {
    void print(Packets packets) throws IOException;
  }

  /**
   * Reads the capture, has its table printed, and then says what could not be read: what was
   * readable before a fault is printed too.
   *
   * @return the exit code: 1 when there was a fault
   */
  int read(PrintWriter err, Use use) throws IOException {
    Packets packets;
    try (ProgressBar bar = new ProgressBar(file.toString(), err, Terminal.showsProgress())) {
      packets = CaptureFile.read(file, bar);
    }
    use.print(packets);
    for (Fault fault : packets.faults()) {
      err.println("tcplab: " + Terminal.inert(fault.message()));
    }
    if (packets.size() == 0 && packets.faults().isEmpty()) {
      err.println(
          "tcplab: "
              + Terminal.inert(file.toString())
              + ": no TCP segment in "
              + packets.frames()
              + " frames");
    }
    return packets.faults().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
