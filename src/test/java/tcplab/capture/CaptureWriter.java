package tcplab.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes captures of every kind that is read, for tests. */
final class CaptureWriter {
  private final ByteBuffer out = ByteBuffer.allocate(4 << 20);
  private final Kind kind;

  enum Kind {
    MICROSECONDS(0xa1b2c3d4),
    NANOSECONDS(0xa1b23c4d),
    MODIFIED(0xa1b2cd34),
    PCAPNG(0x0a0d0d0a);

    private final int magic;

    Kind(int magic) {
      this.magic = magic;
    }
  }

  CaptureWriter(Kind kind, ByteOrder order, int linkType) {
    this.kind = kind;
    out.order(order);
    if (kind == Kind.PCAPNG) {
      section(order, linkType, 9);
    } else {
      out.putInt(kind.magic).putShort((short) 2).putShort((short) 4).putLong(0);
      out.putInt(262144).putInt(linkType);
    }
  }

  /** A section header and one interface, its resolution 10^-digits. */
  CaptureWriter section(ByteOrder order, int linkType, int digits) {
    out.order(order);
    out.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0);
    out.putLong(-1).putInt(28);
    return description(linkType, digits);
  }

  CaptureWriter description(int linkType, int digits) {
    out.putInt(1).putInt(32).putShort((short) linkType).putShort((short) 0).putInt(0);
    out.putShort((short) 9)
        .putShort((short) 1)
        .put((byte) digits)
        .put((byte) 0)
        .putShort((short) 0);
    out.putInt(0).putInt(32);
    return this;
  }

  /** A block that carries no packet. */
  CaptureWriter unknownBlock(int octets) {
    out.putInt(0x0bad).putInt(12 + octets).put(new byte[octets]).putInt(12 + octets);
    return this;
  }

  CaptureWriter frame(long timeNs, byte[] frame, int wire) {
    return frame(timeNs, frame, wire, 0);
  }

  CaptureWriter frame(long timeNs, byte[] frame, int wire, int interfaceId) {
    if (kind == Kind.PCAPNG) {
      int padded = frame.length + 3 & ~3;
      out.putInt(6).putInt(32 + padded).putInt(interfaceId);
      out.putInt((int) (timeNs >>> 32)).putInt((int) timeNs).putInt(frame.length).putInt(wire);
      out.put(frame).put(new byte[padded - frame.length]).putInt(32 + padded);
    } else {
      long perSecond = 1_000_000_000L;
      int fraction = (int) (timeNs % perSecond) / (kind == Kind.NANOSECONDS ? 1 : 1000);
      out.putInt((int) (timeNs / perSecond)).putInt(fraction).putInt(frame.length).putInt(wire);
      out.put(new byte[kind == Kind.MODIFIED ? 8 : 0]).put(frame);
    }
    return this;
  }

  /** A simple packet block, which has neither time nor interface. */
  CaptureWriter simple(byte[] frame) {
    int padded = frame.length + 3 & ~3;
    out.putInt(3).putInt(16 + padded).putInt(frame.length).put(frame);
    out.put(new byte[padded - frame.length]).putInt(16 + padded);
    return this;
  }

  /** The packet block of before 2009. */
  CaptureWriter old(long timeNs, byte[] frame) {
    int padded = frame.length + 3 & ~3;
    out.putInt(2).putInt(32 + padded).putShort((short) 0).putShort((short) 0);
    out.putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
    out.putInt(frame.length).putInt(frame.length).put(frame);
    out.put(new byte[padded - frame.length]).putInt(32 + padded);
    return this;
  }

  byte[] bytes() {
    return Arrays.copyOf(out.array(), out.position());
  }

  /** An IP packet in a frame of this link type. */
  static byte[] wrap(int linkType, boolean ipv6, byte[] packet) {
    int ether = ipv6 ? 0x86dd : 0x0800;
    ByteBuffer out = ByteBuffer.allocate(64 + packet.length);
    switch (linkType) {
      case 1 -> out.put(new byte[12]).putShort((short) ether);
      case 113 -> out.put(new byte[14]).putShort((short) ether);
      case 276 -> out.putShort((short) ether).put(new byte[18]);
      case 0 -> out.order(ByteOrder.LITTLE_ENDIAN).putInt(ipv6 ? 30 : 2);
      case 108 -> out.putInt(ipv6 ? 24 : 2);
      case 9 -> out.putShort((short) 0xff03).putShort((short) (ipv6 ? 0x57 : 0x21));
      case 104 -> out.putShort((short) 0x0f00).putShort((short) ether);
      case 105 -> out.putShort((short) 0x0801).put(new byte[22]).put(snap(ether));
      case 127 -> out.put(new byte[] {0, 0, 8, 0, 0, 0, 0, 0}).put(wrap(105, ipv6, new byte[0]));
      default -> out.put(new byte[0]);
    }
    out.put(packet);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] snap(int ether) {
    return new byte[] {(byte) 0xaa, (byte) 0xaa, 3, 0, 0, 0, (byte) (ether >> 8), (byte) ether};
  }
}
