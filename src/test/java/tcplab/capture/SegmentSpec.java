package tcplab.capture;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** A random TCP segment in a random IP packet: what was put in, and its octets. */
record SegmentSpec(
    boolean ipv6,
    byte[] source,
    byte[] destination,
    int sourcePort,
    int destinationPort,
    int seq,
    int ack,
    int flags,
    int window,
    int urgent,
    int mss,
    int windowScale,
    boolean sackPermitted,
    int[] sack,
    boolean stamped,
    int tsValue,
    int tsEcho,
    int length,
    int ttl,
    boolean badChecksum) {

  static SegmentSpec random(SplittableRandom random) {
    boolean ipv6 = random.nextBoolean();
    int blocks = random.nextInt(3);
    boolean stamped = random.nextBoolean();
    return new SegmentSpec(
        ipv6,
        bytes(random, ipv6 ? 16 : 4),
        bytes(random, ipv6 ? 16 : 4),
        random.nextInt(65536),
        random.nextInt(65536),
        random.nextInt(),
        random.nextInt(),
        random.nextInt(512),
        random.nextInt(65536),
        random.nextInt(65536),
        random.nextBoolean() ? random.nextInt(65536) : -1,
        random.nextBoolean() ? random.nextInt(256) : -1,
        random.nextBoolean(),
        random.ints(2L * blocks).toArray(),
        stamped,
        random.nextInt(),
        random.nextInt(),
        random.nextInt(1400),
        random.nextInt(256),
        random.nextInt(8) == 0);
  }

  private static byte[] bytes(SplittableRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] options() {
    ByteBuffer out = ByteBuffer.allocate(64);
    if (mss >= 0) {
      out.put((byte) 2).put((byte) 4).putShort((short) mss);
    }
    if (windowScale >= 0) {
      out.put((byte) 1).put((byte) 3).put((byte) 3).put((byte) windowScale);
    }
    if (sackPermitted) {
      out.put((byte) 4).put((byte) 2);
    }
    if (sack.length > 0) {
      out.put((byte) 5).put((byte) (2 + 4 * sack.length));
      for (int edge : sack) {
        out.putInt(edge);
      }
    }
    if (stamped) {
      out.put((byte) 8).put((byte) 10).putInt(tsValue).putInt(tsEcho);
    }
    while (out.position() % 4 != 0) {
      out.put((byte) 1);
    }
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  private byte[] tcp() {
    byte[] options = options();
    ByteBuffer out = ByteBuffer.allocate(20 + options.length + length);
    out.putShort((short) sourcePort).putShort((short) destinationPort).putInt(seq).putInt(ack);
    out.putShort((short) (((20 + options.length) / 4) << 12 | flags)).putShort((short) window);
    out.putShort((short) 0).putShort((short) urgent).put(options);
    for (int i = 0; i < length; i++) {
      out.put((byte) (i * 31));
    }
    int sum = ~checksum(out.array()) & 0xffff;
    out.putShort(16, (short) (badChecksum ? sum ^ 0x0100 : sum));
    return out.array();
  }

  /** The textbook's loop, so that the decoder's eight octets at a time have something to equal. */
  private int checksum(byte[] segment) {
    long sum = 6L + segment.length;
    for (byte[] part : new byte[][] {source, destination, segment}) {
      for (int i = 0; i < part.length; i++) {
        sum += (part[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
      }
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) sum;
  }

  /** The IP packet. */
  byte[] packet() {
    byte[] tcp = tcp();
    ByteBuffer out = ByteBuffer.allocate((ipv6 ? 40 : 20) + tcp.length);
    if (ipv6) {
      out.putInt(0x60000000).putShort((short) tcp.length).put((byte) 6).put((byte) ttl);
    } else {
      out.putShort((short) 0x4500).putShort((short) (20 + tcp.length)).putInt(0x12340000);
      out.put((byte) ttl).put((byte) 6).putShort((short) 0);
    }
    return out.put(source).put(destination).put(tcp).array();
  }
}
