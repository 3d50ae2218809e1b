package tcplab.simulation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes pcapng, little-endian: one section, one Ethernet interface with times in ns, a packet
 * block for each frame (draft-ietf-opsawg-pcapng §4).
 */
final class PcapngWriter {
  private static final long EPOCH_2026_NS = 1_767_225_600_000_000_000L;
  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int LINKTYPE_ETHERNET = 1;
  private static final int IF_TSRESOL = 9;

  private final OutputStream out;

  PcapngWriter(OutputStream out) throws IOException {
    this.out = out;
    ByteBuffer head = block(60);
    head.putInt(SECTION_HEADER).putInt(28).putInt(BYTE_ORDER_MAGIC);
    head.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
    head.putInt(INTERFACE_DESCRIPTION).putInt(32).putShort((short) LINKTYPE_ETHERNET);
    head.putShort((short) 0).putInt(0);
    head.putShort((short) IF_TSRESOL).putShort((short) 1).put((byte) 9).put(new byte[3]);
    head.putInt(0).putInt(32);
    out.write(head.array());
  }

  void write(long sinceStartNs, byte[] frame) throws IOException {
    int padded = frame.length + 3 & ~3;
    long time = EPOCH_2026_NS + sinceStartNs;
    ByteBuffer block = block(32 + padded);
    block.putInt(ENHANCED_PACKET).putInt(32 + padded).putInt(0);
    block.putInt((int) (time >>> 32)).putInt((int) time);
    block.putInt(frame.length).putInt(frame.length).put(frame);
    block.position(28 + padded);
    block.putInt(32 + padded);
    out.write(block.array());
  }

  private static ByteBuffer block(int octets) {
    return ByteBuffer.allocate(octets).order(ByteOrder.LITTLE_ENDIAN);
  }
}
