package tcplab.capture;

/**
 * A classic BPF program (McCanne and Jacobson, "The BSD Packet Filter", 1993; bpf(4)), as libpcap
 * compiles filters, and the machine that runs it: an accumulator, an index register and 16 words.
 *
 * <p>libpcap's own {@code bpf_filter} stands behind a call through JNA that copies the frame and
 * the program for every frame; ARCHITECTURE.md has the figures. A load beyond what was captured
 * refuses the frame, as there.
 *
 * <p>Keeps its registers between calls; not for several threads.
 */
final class FilterProgram {
  private static final int LD_W_ABS = 0x20;
  private static final int LD_H_ABS = 0x28;
  private static final int LD_B_ABS = 0x30;
  private static final int LD_W_IND = 0x40;
  private static final int LD_H_IND = 0x48;
  private static final int LD_B_IND = 0x50;
  private static final int LDX_MSH = 0xb1;
  private static final int JA = 0x05;
  private static final int JEQ_K = 0x15;
  private static final int JGT_K = 0x25;
  private static final int JGE_K = 0x35;
  private static final int JSET_K = 0x45;
  private static final int AND_K = 0x54;
  private static final int RET_K = 0x06;
  private static final int RET_A = 0x16;
  private static final int OPERAND_IS_X = 0x08;
  private static final int INDIRECT = 0x40;

  private final byte[] codes;
  private final int[] k;
  private final byte[] ifTrue;
  private final byte[] ifFalse;
  private final int[] memory = new int[16];
  private int accumulator;
  private int index;

  /**
   * A program.
   *
   * @param instructions each a {@code struct bpf_insn} in one long: code, jt, jf, k from the high
   *     end down (16, 8, 8 and 32 bits)
   */
  FilterProgram(long[] instructions) {
    int count = instructions.length;
    codes = new byte[count];
    k = new int[count];
    ifTrue = new byte[count];
    ifFalse = new byte[count];
    for (int i = 0; i < count; i++) {
      codes[i] = (byte) (instructions[i] >>> 48);
      ifTrue[i] = (byte) (instructions[i] >>> 40);
      ifFalse[i] = (byte) (instructions[i] >>> 32);
      k[i] = (int) instructions[i];
    }
  }

  /**
   * Whether a frame is wanted.
   *
   * @param at the frame's first octet
   * @param captured how many octets of it there are
   * @param wire how many it had on the wire
   */
  boolean accepts(byte[] bytes, int at, int captured, int wire) {
    int a = 0;
    int x = 0;
    for (int pc = 0; ; pc++) {
      int code = codes[pc] & 0xff;
      int operand = k[pc];
      switch (code) {
        case LD_W_ABS, LD_H_ABS, LD_B_ABS, LD_W_IND, LD_H_IND, LD_B_IND -> {
          long from = offset(code, operand, x);
          if (from + width(code) > captured) {
            return false;
          }
          a = load(code, bytes, at + (int) from);
        }
        case LDX_MSH -> {
          if (Integer.compareUnsigned(operand, captured) >= 0) {
            return false;
          }
          x = headerLength(bytes[at + operand]);
        }
        case AND_K -> a &= operand;
        case JA -> pc += operand;
        case JEQ_K -> pc += (a == operand ? ifTrue[pc] : ifFalse[pc]) & 0xff;
        case JGT_K, JGE_K, JSET_K -> pc += (jumps(code, a, operand) ? ifTrue : ifFalse)[pc] & 0xff;
        case RET_K, RET_A -> {
          return (code == RET_K ? operand : a) != 0;
        }
        default -> {
          accumulator = a;
          index = x;
          if (!rare(pc, code, operand, wire)) {
            return false;
          }
          pc += (code & 7) == 5 ? (jumps(code, a, x) ? ifTrue : ifFalse)[pc] & 0xff : 0;
          a = accumulator;
          x = index;
        }
      }
    }
  }

  /** Octets of an IPv4 header, from its first one. */
  private static int headerLength(byte first) {
    return (first & 0xf) << 2;
  }

  private static long offset(int code, int operand, int x) {
    return Integer.toUnsignedLong(operand)
        + ((code & INDIRECT) != 0 ? Integer.toUnsignedLong(x) : 0);
  }

  private static int width(int code) {
    return switch (code & 0x18) {
      case 0 -> 4;
      case 8 -> 2;
      default -> 1;
    };
  }

  private static int load(int code, byte[] bytes, int at) {
    return switch (code & 0x18) {
      case 0 -> Octets.i32(bytes, at);
      case 8 -> Octets.u16(bytes, at);
      default -> bytes[at] & 0xff;
    };
  }

  private static boolean jumps(int code, int a, int operand) {
    return switch (code & 0xf0) {
      case 0x10 -> a == operand;
      case 0x20 -> Integer.compareUnsigned(a, operand) > 0;
      case 0x30 -> Integer.compareUnsigned(a, operand) >= 0;
      default -> (a & operand) != 0;
    };
  }

  /** What filters seldom use; false when it refuses the frame. */
  private boolean rare(int pc, int code, int operand, int wire) {
    switch (code & 7) {
      case 0 -> accumulator = value(code, operand, wire);
      case 1 -> index = value(code, operand, wire);
      case 2 -> memory[operand & 15] = accumulator;
      case 3 -> memory[operand & 15] = index;
      case 4 -> {
        return arithmetic(code & 0xf0, (code & OPERAND_IS_X) != 0 ? index : operand);
      }
      case 7 -> {
        if ((code & 0x80) == 0) {
          index = accumulator;
        } else {
          accumulator = index;
        }
      }
      case 5 -> {
        return true; // a jump that compares with the index register; the caller jumps
      }
      default -> throw new IllegalStateException("instruction " + code + " at " + pc);
    }
    return true;
  }

  private int value(int code, int operand, int wire) {
    return switch (code & 0xe0) {
      case 0x60 -> memory[operand & 15];
      case 0x80 -> wire;
      default -> operand;
    };
  }

  /** The program as {@code tcpdump -d} prints it, a line per instruction. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < codes.length; i++) {
      int code = codes[i] & 0xff;
      text.append(FilterListing.line(i, code, k[i], ifTrue[i] & 0xff, ifFalse[i] & 0xff));
      text.append('\n');
    }
    return text.toString();
  }

  private boolean arithmetic(int operation, int operand) {
    int a = accumulator;
    boolean divides = operation == 0x30 || operation == 0x90;
    if (divides && operand == 0) {
      return false;
    }
    boolean shiftsOut = operand < 0 || operand > 31;
    accumulator =
        switch (operation) {
          case 0x00 -> a + operand;
          case 0x10 -> a - operand;
          case 0x20 -> a * operand;
          case 0x30 -> Integer.divideUnsigned(a, operand);
          case 0x40 -> a | operand;
          case 0x50 -> a & operand;
          case 0x60 -> shiftsOut ? 0 : a << operand;
          case 0x70 -> shiftsOut ? 0 : a >>> operand;
          case 0x80 -> -a;
          case 0x90 -> Integer.remainderUnsigned(a, operand);
          default -> a ^ operand;
        };
    return true;
  }
}
