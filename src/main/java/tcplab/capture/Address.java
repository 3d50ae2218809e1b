package tcplab.capture;

/**
 * IP addresses between text and bits, without ever asking a name server.
 *
 * <p>An IPv6 address is two {@code long}s in network order, an IPv4 address an {@code int}. Text is
 * dotted decimal, or the canonical form of RFC 5952.
 */
final class Address {
  private Address() {}

  /** Dotted decimal. */
  static String text(int ipv4) {
    return new StringBuilder(15)
        .append(ipv4 >>> 24)
        .append('.')
        .append(ipv4 >>> 16 & 0xff)
        .append('.')
        .append(ipv4 >>> 8 & 0xff)
        .append('.')
        .append(ipv4 & 0xff)
        .toString();
  }

  /** RFC 5952 §4: lower case, no leading zeros, the longest run of zero groups as {@code ::}. */
  static String text(long high, long low) {
    if (high == 0 && low >>> 32 == 0xffff) {
      return "::ffff:" + text((int) low);
    }
    int run = longestZeroRun(high, low);
    int start = run >> 4;
    int length = run & 15;
    StringBuilder out = new StringBuilder(39);
    for (int group = 0; group < 8; group++) {
      if (length > 1 && group == start) {
        out.append("::");
        group += length - 1;
      } else {
        if (group > 0 && out.charAt(out.length() - 1) != ':') {
          out.append(':');
        }
        out.append(Integer.toHexString(group(high, low, group)));
      }
    }
    return out.toString();
  }

  /** The first of the longest runs of zero groups: its start in the high bits, its length below. */
  private static int longestZeroRun(long high, long low) {
    int best = 0;
    int length = 0;
    for (int group = 0; group < 8; group++) {
      length = group(high, low, group) == 0 ? length + 1 : 0;
      if (length > (best & 15)) {
        best = (group - length + 1) << 4 | length;
      }
    }
    return best;
  }

  private static int group(long high, long low, int group) {
    return (int) ((group < 4 ? high : low) >>> (48 - (group & 3) * 16)) & 0xffff;
  }

  /** Whether the text can only be an IPv6 address. */
  static boolean isIpv6(String text) {
    return text.indexOf(':') >= 0;
  }

  /**
   * Reads dotted decimal.
   *
   * @throws IllegalArgumentException when the text is no IPv4 address
   */
  static int parseIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(Fault.quote(text) + " is no IP address");
    }
    int bits = 0;
    for (String part : parts) {
      bits = bits << 8 | number(part, 10, 3, 255, text);
    }
    return bits;
  }

  /**
   * Reads any of the forms of RFC 4291 §2.2; a zone after {@code %} is left out.
   *
   * @return the high and the low 64 bits
   * @throws IllegalArgumentException when the text is no IPv6 address
   */
  static long[] parseIpv6(String text) {
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    int gap = bare.indexOf("::");
    int[] groups = new int[8];
    if (gap < 0) {
      if (groups(bare, text, groups) != 8) {
        throw new IllegalArgumentException(Fault.quote(text) + " is no IP address");
      }
      return join(groups);
    }
    int[] tail = new int[8];
    int before = gap == 0 ? 0 : groups(bare.substring(0, gap), text, groups);
    int after = gap + 2 == bare.length() ? 0 : groups(bare.substring(gap + 2), text, tail);
    if (before + after > 7) {
      throw new IllegalArgumentException(Fault.quote(text) + " is no IP address");
    }
    System.arraycopy(tail, 0, groups, 8 - after, after);
    return join(groups);
  }

  /** Reads groups of hexadecimal digits, the last perhaps dotted decimal; says how many. */
  private static int groups(String part, String whole, int[] groups) {
    String[] words = part.split(":", -1);
    int count = 0;
    for (String word : words) {
      if (count >= 8 || (word.indexOf('.') >= 0 && count > 6)) {
        throw new IllegalArgumentException(Fault.quote(whole) + " is no IP address");
      }
      if (word.indexOf('.') >= 0) {
        int ipv4 = parseIpv4(word);
        groups[count++] = ipv4 >>> 16;
        groups[count++] = ipv4 & 0xffff;
      } else {
        groups[count++] = number(word, 16, 4, 0xffff, whole);
      }
    }
    return count;
  }

  private static int number(String digits, int radix, int most, int limit, String whole) {
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      value = digit < 0 || i >= most ? limit + 1 : value * radix + digit;
    }
    if (digits.isEmpty() || value > limit) {
      throw new IllegalArgumentException(Fault.quote(whole) + " is no IP address");
    }
    return value;
  }

  private static long[] join(int[] groups) {
    long[] halves = new long[2];
    for (int i = 0; i < 8; i++) {
      halves[i >> 2] = halves[i >> 2] << 16 | groups[i];
    }
    return halves;
  }
}
