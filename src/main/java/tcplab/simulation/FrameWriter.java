package tcplab.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import tcplab.tcp.Segment;
import tcplab.tcp.SegmentOptions;

/** Makes the octets of a frame: Ethernet II, IPv4 (RFC 791 §3.1), TCP (RFC 9293 §3.1). */
final class FrameWriter {
  private static final int ETHERNET = 14;
  private static final int IP = 20;
  private static final int TCP = 20;
  private static final int IPV4 = 0x0800;
  private static final int PROTOCOL_TCP = 6;

  private FrameWriter() {}

  /** How long the frame of a segment is. */
  static int octets(Segment segment) {
    return ETHERNET + IP + TCP + options(segment.options()).length + segment.length();
  }

  /**
   * The frame of a segment as it was seen.
   *
   * @param parcel as it was sent: its checksum is that of this
   * @param seen as it arrived
   */
  static byte[] frame(Parcel parcel, Segment seen) {
    byte[] options = options(seen.options());
    End from = parcel.from();
    int total = IP + TCP + options.length + seen.length();
    ByteBuffer out = ByteBuffer.allocate(ETHERNET + total);
    out.put(mac(from.peer())).put(mac(from)).putShort((short) IPV4);
    out.putShort((short) 0x4500).putShort((short) total);
    out.putShort((short) parcel.number()).putShort((short) 0x4000);
    out.put((byte) 64).put((byte) PROTOCOL_TCP).putShort((short) 0);
    out.put(address(from)).put(address(from.peer()));
    out.putShort(ETHERNET + 10, (short) ~sum(out.array(), ETHERNET, IP, 0));
    byte[] segment = segment(from, seen, options);
    putChecksum(segment, checksum(from, segment(from, parcel.segment(), options)));
    return out.put(segment).array();
  }

  /** The segment with a checksum of 0. */
  private static byte[] segment(End from, Segment segment, byte[] options) {
    int header = TCP + options.length;
    ByteBuffer out = ByteBuffer.allocate(header + segment.length());
    out.putShort((short) from.port()).putShort((short) from.peer().port());
    out.putInt(segment.seq()).putInt(segment.ack());
    out.putShort((short) ((header / 4) << 12 | segment.flags()));
    out.putShort((short) segment.window()).putShort((short) 0);
    out.putShort((short) segment.urgent()).put(options).put(segment.text());
    return out.array();
  }

  private static void putChecksum(byte[] segment, int checksum) {
    ByteBuffer.wrap(segment).putShort(16, (short) checksum);
  }

  /** Over the pseudo-header and the segment (RFC 9293 §3.1). */
  private static int checksum(End from, byte[] segment) {
    ByteBuffer pseudo = ByteBuffer.allocate(12);
    pseudo.put(address(from)).put(address(from.peer()));
    pseudo.putShort((short) PROTOCOL_TCP).putShort((short) segment.length);
    return ~sum(segment, 0, segment.length, sum(pseudo.array(), 0, 12, 0)) & 0xffff;
  }

  /** The ones' complement sum of 16-bit words (RFC 1071). */
  private static int sum(byte[] octets, int from, int length, int start) {
    int sum = start;
    for (int i = 0; i < length; i++) {
      sum += (octets[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  /** RFC 9293 §3.2, padded with NOPs to whole words as Linux does. */
  private static byte[] options(SegmentOptions options) {
    ByteBuffer out = ByteBuffer.allocate(80);
    if (options.mss() != SegmentOptions.ABSENT) {
      out.put((byte) 2).put((byte) 4).putShort((short) options.mss());
    }
    if (options.sackPermitted()) {
      out.put((byte) 1).put((byte) 1).put((byte) 4).put((byte) 2);
    }
    if (options.stamped()) {
      out.put((byte) 1).put((byte) 1).put((byte) 8).put((byte) 10);
      out.putInt((int) options.tsValue()).putInt((int) options.tsEcho());
    }
    if (options.windowScale() != SegmentOptions.ABSENT) {
      out.put((byte) 1).put((byte) 3).put((byte) 3).put((byte) options.windowScale());
    }
    if (!options.sack().isEmpty()) {
      out.put((byte) 1).put((byte) 1).put((byte) 5);
      out.put((byte) (2 + 8 * options.sack().size()));
      options.sack().forEach(block -> out.putInt(block.left()).putInt(block.right()));
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] address(End end) {
    try {
      return InetAddress.getByName(end.address()).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(end.address() + " is no address", e);
    }
  }

  /** A locally administered address that ends as the IP address does. */
  private static byte[] mac(End end) {
    byte[] ip = address(end);
    return new byte[] {2, 0x42, ip[0], ip[1], ip[2], ip[3]};
  }
}
