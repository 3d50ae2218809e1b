package tcplab.capture;

import java.util.Locale;

/** One instruction of a {@link FilterProgram} in words, as libpcap's {@code bpf_image} has them. */
final class FilterListing {
  private static final String[] ARITHMETIC = {
    "add", "sub", "mul", "div", "or", "and", "lsh", "rsh", "neg", "mod", "xor"
  };
  private static final String[] JUMPS = {"ja", "jeq", "jgt", "jge", "jset"};
  private static final int MODULO = 0x90;

  private FilterListing() {}

  /**
   * A line such as {@code (001) jeq #0x800 jt 2 jf 10}.
   *
   * @param at the instruction's place, from 0; jumps count from the one behind it
   */
  static String line(int at, int code, int k, int ifTrue, int ifFalse) {
    String name = name(code);
    String operand = operand(at, code, k);
    if ((code & 7) != 5 || (code & 0xf0) == 0) {
      return String.format(Locale.ROOT, "(%03d) %-8s %s", at, name, operand).stripTrailing();
    }
    return String.format(
        Locale.ROOT,
        "(%03d) %-8s %-16s jt %d\tjf %d",
        at,
        name,
        operand,
        at + 1 + ifTrue,
        at + 1 + ifFalse);
  }

  private static String name(int code) {
    int operation = code >> 4 & 0xf;
    return switch (code & 7) {
      case 0 -> "ld" + size(code);
      case 1 -> "ldx" + ((code & 0xe0) == 0xa0 ? "b" : "");
      case 2 -> "st";
      case 3 -> "stx";
      case 4 -> operation < ARITHMETIC.length ? ARITHMETIC[operation] : "unimp";
      case 5 -> operation < JUMPS.length ? JUMPS[operation] : "unimp";
      case 6 -> "ret";
      default -> (code & 0x80) == 0 ? "tax" : "txa";
    };
  }

  private static String size(int code) {
    return switch (code & 0x18) {
      case 8 -> "h";
      case 16 -> "b";
      default -> "";
    };
  }

  private static String operand(int at, int code, int k) {
    boolean index = (code & 8) != 0;
    return switch (code & 7) {
      case 0, 1 -> loaded(code, k);
      case 2, 3 -> "M[" + k + "]";
      case 4 -> (code & 0xf0) == 0x80 ? "" : index ? "x" : number(code, k);
      case 5 -> (code & 0xf0) == 0 ? Integer.toString(at + 1 + k) : index ? "x" : hex(k);
      case 6 -> (code & 0x10) != 0 ? "" : "#" + k;
      default -> "";
    };
  }

  private static String loaded(int code, int k) {
    return switch (code & 0xe0) {
      case 0x20 -> "[" + k + "]";
      case 0x40 -> "[x + " + k + "]";
      case 0x60 -> "M[" + k + "]";
      case 0x80 -> "#pktlen";
      case 0xa0 -> "4*([" + k + "]&0xf)";
      default -> hex(k);
    };
  }

  /** libpcap writes masks in hexadecimal, other operands in decimal. */
  private static String number(int code, int k) {
    int operation = code & 0xf0;
    boolean mask = operation == 0x40 || operation == 0x50 || operation > MODULO;
    return mask ? hex(k) : "#" + k;
  }

  private static String hex(int k) {
    return "#0x" + Integer.toHexString(k);
  }
}
