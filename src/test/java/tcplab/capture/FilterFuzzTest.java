package tcplab.capture;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/**
 * Hostile frames against the BPF machine: whatever the program that libpcap could have compiled and
 * whatever the octets, it answers, and reads nothing outside of the frame.
 */
class FilterFuzzTest {
  private static final int[] CODES = {
    0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0xb1, 0x05, 0x15, 0x25, 0x35, 0x45, 0x54, 0x06, 0x16, 0x1d,
    0x2d, 0x3d, 0x4d, 0x00, 0x01, 0x02, 0x03, 0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x34, 0x3c, 0x44,
    0x4c, 0x5c, 0x64, 0x6c, 0x74, 0x7c, 0x80, 0x81, 0x84, 0x07, 0x87, 0x60, 0x61, 0x94, 0x9c, 0xa4,
    0xac
  };
  private static final int ACCEPT = 0x06;

  @FuzzTest(maxDuration = "2m")
  void any_program_answers_to_any_frame(FuzzedDataProvider data) {
    int count = data.consumeInt(1, 40);
    long[] program = new long[count];
    for (int i = 0; i < count - 1; i++) {
      program[i] = instruction(data, count - 2 - i);
    }
    program[count - 1] = (long) ACCEPT << 48 | 0xffff;
    byte[] frame = data.consumeRemainingAsBytes();
    // Behind the frame stand octets of others; a load must not tell of them.
    byte[] zeros = around(frame, (byte) 0);
    byte[] ones = around(frame, (byte) -1);
    int wire = frame.length + 100;
    boolean first = new FilterProgram(program).accepts(zeros, 16, frame.length, wire);
    boolean second = new FilterProgram(program).accepts(ones, 16, frame.length, wire);
    if (first != second) {
      throw new IllegalStateException("the answer depends on octets outside of the frame");
    }
  }

  /** An instruction that bpf_validate would pass: jumps forward, to within the program. */
  private static long instruction(FuzzedDataProvider data, int left) {
    int code = CODES[data.consumeInt(0, CODES.length - 1)];
    int k = data.consumeInt();
    int group = code & 7;
    if (code == 0x05) {
      k = left == 0 ? 0 : Math.floorMod(k, left + 1);
    } else if (group == 2 || group == 3 || code == 0x60 || code == 0x61) {
      k &= 15;
    } else if (code == 0x34 || code == 0x94) {
      k |= 1; // division by a constant zero is refused
    }
    long ifTrue = group == 5 ? data.consumeInt(0, left) : 0;
    long ifFalse = group == 5 ? data.consumeInt(0, left) : 0;
    return (long) code << 48 | ifTrue << 40 | ifFalse << 32 | Integer.toUnsignedLong(k);
  }

  private static byte[] around(byte[] frame, byte filling) {
    byte[] bytes = new byte[frame.length + 32];
    Arrays.fill(bytes, filling);
    System.arraycopy(frame, 0, bytes, 16, frame.length);
    return bytes;
  }
}
