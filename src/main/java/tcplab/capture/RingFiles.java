package tcplab.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The file that a live capture writes, or the ring of files of which the newest are kept. */
final class RingFiles implements Closeable {
  private final Path file;
  private final CaptureLimits limits;
  private final int linkType;
  private final int snaplen;
  private final Deque<Path> kept = new ArrayDeque<>();
  private PcapWriter writer;
  private int number = 1;

  RingFiles(Path file, CaptureLimits limits, int linkType, int snaplen) throws IOException {
    this.file = file;
    this.limits = limits;
    this.linkType = linkType;
    this.snaplen = snaplen;
    this.writer = begin();
  }

  /**
   * Writes a frame, in a ring perhaps into a new file.
   *
   * @return false when the one file there is has no room for it
   */
  boolean write(long timeNs, byte[] frame, int wire) throws IOException {
    boolean full = writer.octets() + 16 + frame.length > limits.octets();
    if (full && limits.files() == 1) {
      return false;
    }
    if (full && writer.octets() > 24) {
      writer.close();
      number++;
      writer = begin();
    }
    writer.write(timeNs, frame, wire);
    return true;
  }

  void flush() throws IOException {
    writer.flush();
  }

  /** Oldest first. */
  List<Path> files() {
    return List.copyOf(kept);
  }

  private PcapWriter begin() throws IOException {
    Path next = limits.files() == 1 ? file : numbered();
    PcapWriter begun = new PcapWriter(next, linkType, snaplen);
    kept.add(next);
    if (kept.size() > limits.files()) {
      Files.deleteIfExists(kept.remove());
    }
    return begun;
  }

  /** {@code a.pcap} gives {@code a.0001.pcap}. */
  private Path numbered() {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String suffix = dot > 0 ? name.substring(dot) : ".pcap";
    return file.resolveSibling(stem + String.format(".%04d", number) + suffix);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
