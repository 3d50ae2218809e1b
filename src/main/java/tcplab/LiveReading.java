package tcplab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tcplab.capture.CaptureFile;
import tcplab.capture.CaptureLimits;
import tcplab.capture.CaptureSummary;
import tcplab.capture.LiveCapture;
import tcplab.capture.PacketFilter;
import tcplab.kernel.shell.OrderlyEnd;

/** Captures into a temporary file and reads that. */
final class LiveReading {
  private LiveReading() {}

  /** What {@link Capture#live(String, String, CaptureLimits)} gives. */
  static Capture of(String name, String filter, CaptureLimits limits) throws IOException {
    OrderlyEnd end = OrderlyEnd.promised();
    try {
      return captured(name, filter, limits);
    } finally {
      end.close();
    }
  }

  private static Capture captured(String name, String filter, CaptureLimits limits)
      throws IOException {
    Path file = Files.createTempFile("tcplab", ".pcap");
    file.toFile().deleteOnExit();
    boolean interrupted;
    try (LiveCapture live = LiveCapture.open(name, PacketFilter.of(filter))) {
      CaptureSummary summary = live.write(file, limits.withRing(1));
      interrupted = Thread.interrupted(); // ends the capture, not the reading of what it brought
      if (summary.dropped() + summary.droppedByInterface() > 0) {
        System.err.println(summary.message());
      }
    }
    Capture capture = new Capture(name, Optional.of(file), CaptureFile.read(file)).told();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return capture;
  }
}
