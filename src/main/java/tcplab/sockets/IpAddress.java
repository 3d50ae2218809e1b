package tcplab.sockets;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes IP addresses without asking a resolver. Every address is 16 octets; IPv4 lives
 * in {@code ::ffff:0:0/96} (RFC 4291 §2.5.5.2), so that an IPv4 address and its mapped form compare
 * equal.
 */
final class IpAddress {
  static final int LENGTH = 16;
  private static final int V4_OFFSET = 12;
  private static final int GROUPS = 8;

  private IpAddress() {}

  /** The 16 octets of an address literal, its scope id left out, or null when it is none. */
  static byte @Nullable [] parse(String text) {
    int scope = text.indexOf('%');
    String bare = scope < 0 ? text : text.substring(0, scope);
    byte[] octets = new byte[LENGTH];
    if (bare.indexOf(':') < 0) {
      octets[10] = (byte) 0xff;
      octets[11] = (byte) 0xff;
      return dottedQuad(bare, octets, V4_OFFSET) ? octets : null;
    }
    return sixteen(bare, octets) ? octets : null;
  }

  static boolean isDottedQuad(String text) {
    return dottedQuad(text, new byte[4], 0);
  }

  private static boolean dottedQuad(String text, byte[] to, int at) {
    int part = 0;
    int digits = 0;
    int parts = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (digits == 0 || parts == 4) {
          return false;
        }
        to[at + parts++] = (byte) part;
        part = 0;
        digits = 0;
      } else if (c >= '0' && c <= '9' && ++digits <= 3) {
        part = part * 10 + (c - '0');
        if (part > 255) {
          return false;
        }
      } else {
        return false;
      }
    }
    return parts == 4;
  }

  /** RFC 4291 §2.2: eight groups, at most one gap, the last two perhaps as a dotted quad. */
  private static boolean sixteen(String text, byte[] to) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, to, 0) == LENGTH;
    }
    int head = gap == 0 ? 0 : groups(text.substring(0, gap), to, 0);
    byte[] tail = new byte[LENGTH];
    String rest = text.substring(gap + 2);
    int length = rest.isEmpty() ? 0 : groups(rest, tail, 0);
    if (head < 0 || length < 0 || head + length > LENGTH - 2) {
      return false;
    }
    System.arraycopy(tail, 0, to, LENGTH - length, length);
    return true;
  }

  private static int groups(String text, byte[] to, int from) {
    int at = from;
    int start = 0;
    while (true) {
      int end = text.indexOf(':', start);
      String group = end < 0 ? text.substring(start) : text.substring(start, end);
      if (end < 0 && group.indexOf('.') >= 0) {
        return at <= V4_OFFSET && dottedQuad(group, to, at) ? at + 4 : -1;
      }
      int value = hex(group);
      if (value < 0 || at > LENGTH - 2) {
        return -1;
      }
      to[at] = (byte) (value >> 8);
      to[at + 1] = (byte) value;
      at += 2;
      if (end < 0) {
        return at;
      }
      start = end + 1;
    }
  }

  private static int hex(String group) {
    if (group.isEmpty() || group.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < group.length(); i++) {
      int digit = Character.digit(group.charAt(i), 16);
      if (digit < 0 || group.charAt(i) > 'f') {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** An IPv4 address in network order as text. */
  static String text(int v4) {
    return (v4 >>> 24) + "." + (v4 >>> 16 & 255) + "." + (v4 >>> 8 & 255) + "." + (v4 & 255);
  }

  /** An IPv6 address in network order as RFC 5952 wants it; mapped addresses as §5 shows them. */
  static String text(long high, long low) {
    if (high == 0 && low >>> 32 == 0xffff) {
      return "::ffff:" + text((int) low);
    }
    int[] groups = new int[GROUPS];
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) (high >>> (48 - 16 * i)) & 0xffff;
      groups[i + 4] = (int) (low >>> (48 - 16 * i)) & 0xffff;
    }
    int[] gap = longestGap(groups);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == gap[0]) {
        text.append("::");
        i += gap[1] - 1;
      } else {
        text.append(i > 0 && i != gap[0] + gap[1] ? ":" : "")
            .append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /** Start and length of the first longest run of two or more zero groups; start -1 for none. */
  private static int[] longestGap(int[] groups) {
    int[] best = {-1, 1};
    int run = 0;
    for (int i = 0; i < GROUPS; i++) {
      run = groups[i] == 0 ? run + 1 : 0;
      if (run > best[1]) {
        best[0] = i - run + 1;
        best[1] = run;
      }
    }
    return best;
  }
}
