package tcplab.capture;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pcap with ns, little-endian (draft-ietf-opsawg-pcap §4 and §5). */
final class PcapWriter implements Closeable {
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final int FILE_HEADER = 24;
  private static final int RECORD_HEADER = 16;
  private static final int BUFFER = 256 * 1024;
  private static final long NS = 1_000_000_000L;

  private final OutputStream out;
  private final ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
  private long octets = FILE_HEADER;

  /**
   * Begins a file; one that is there is overwritten.
   *
   * @param linkType a LINKTYPE_ number
   */
  PcapWriter(Path file, int linkType, int snaplen) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
    header.putInt(NANOSECONDS).putShort((short) 2).putShort((short) 4).putLong(0);
    header.putInt(snaplen).putInt(linkType);
    out.write(header.array());
    out.flush(); // so that who looks at once finds an empty capture, not an empty file
  }

  void write(long timeNs, byte[] frame, int wire) throws IOException {
    header.clear();
    header.putInt((int) (timeNs / NS)).putInt((int) (timeNs % NS));
    header.putInt(frame.length).putInt(wire);
    out.write(header.array(), 0, RECORD_HEADER);
    out.write(frame);
    octets += RECORD_HEADER + frame.length;
  }

  /** How long the file is. */
  long octets() {
    return octets;
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
