package tcplab.sockets;

import org.jspecify.annotations.Nullable;

/** An address, or a network as {@code address/prefix} (RFC 4632). A host name matches itself. */
final class Network {
  private static final int V4_PREFIX = 96;

  private final String text;
  private final byte @Nullable [] octets;
  private final int bits;

  private Network(String text, byte @Nullable [] octets, int bits) {
    this.text = text;
    this.octets = octets;
    this.bits = bits;
  }

  /**
   * Reads an address, a network or a host name.
   *
   * @throws IllegalArgumentException when the prefix is no number of bits of the address
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    byte[] octets = IpAddress.parse(address);
    int width = address.indexOf(':') < 0 ? 32 : 128;
    int bits = slash < 0 ? width : prefix(text.substring(slash + 1));
    if (slash >= 0 && (octets == null || bits < 0 || bits > width)) {
      throw new IllegalArgumentException(
          "'" + Printable.of(text) + "' is no network; write one as 10.8.0.0/16 or 2001:db8::/32");
    }
    return new Network(text, octets, width == 32 ? bits + V4_PREFIX : bits);
  }

  private static int prefix(String text) {
    boolean digits =
        !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Integer.parseInt(text) : -1;
  }

  /** Whether an address as a snapshot has it lies inside; a mapped address is its IPv4 address. */
  boolean contains(@Nullable String address) {
    if (address == null) {
      return false;
    }
    if (text.indexOf('%') >= 0 || octets == null) {
      return address.equalsIgnoreCase(text);
    }
    byte[] other = IpAddress.parse(address);
    return other != null && samePrefix(octets, other, bits);
  }

  private static boolean samePrefix(byte[] a, byte[] b, int bits) {
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (a[i] != b[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) & 0xff) >>> (8 - rest) == 0;
  }
}
