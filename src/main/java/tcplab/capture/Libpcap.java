package tcplab.capture;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;

/** libpcap's compiler, through pcap4j. */
final class Libpcap {
  private static final int INSTRUCTION = 8;

  private Libpcap() {}

  /** Something that pcap4j does. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws PcapNativeException, NotOpenException, IOException;
  }

  /**
   * Calls pcap4j.
   *
   * @throws LibpcapException when libpcap is not there
   */
  static <T> T call(Call<T> call) throws IOException, PcapNativeException {
    try {
      return call.run();
    } catch (LinkageError e) { // of pcap4j's class that binds libpcap's functions
      throw new LibpcapException(
          "libpcap is missing, which filters and captures need: install it (Debian, Ubuntu: apt"
              + " install libpcap0.8; Fedora: dnf install libpcap; Alpine: apk add libpcap)",
          e);
    } catch (NotOpenException e) {
      throw new IOException("libpcap's handle is closed", e);
    }
  }

  /**
   * Compiles a filter on a handle that reads an empty capture of that link type and byte order:
   * only so libpcap knows all that {@code tcpdump -r} knows. On a dead handle it would take the
   * number that stands for IPv6 in NULL's header from this machine, not from the capture.
   *
   * @throws FilterException when libpcap refuses it
   * @throws LibpcapException without libpcap
   */
  static FilterProgram compile(String expression, int linkType, boolean bigEndian)
      throws IOException {
    Path empty = Files.createTempFile("tcplab", ".pcap");
    try {
      Files.write(empty, header(linkType, bigEndian));
      return call(() -> compile(expression, empty));
    } catch (PcapNativeException e) {
      throw new FilterException(expression, String.valueOf(e.getMessage()));
    } finally {
      Files.deleteIfExists(empty);
    }
  }

  private static byte[] header(int linkType, boolean bigEndian) {
    ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer out = ByteBuffer.allocate(24).order(order);
    out.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
    return out.putInt(262144).putInt(linkType).array();
  }

  private static FilterProgram compile(String expression, Path capture)
      throws PcapNativeException, NotOpenException {
    try (PcapHandle handle = Pcaps.openOffline(capture.toString())) {
      BpfProgram program =
          handle.compileFilter(
              expression, BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
      try {
        return new FilterProgram(instructions(program));
      } finally {
        program.free();
      }
    }
  }

  /**
   * {@code struct bpf_program} is a count and a pointer to instructions. pcap4j keeps it to itself,
   * hence the reflection; the method is there in the one version that the build pins.
   */
  private static long[] instructions(BpfProgram program) {
    try {
      Method method = BpfProgram.class.getDeclaredMethod("getProgram");
      method.setAccessible(true);
      Pointer struct = ((Structure) method.invoke(program)).getPointer();
      Pointer first = struct.getPointer(Native.POINTER_SIZE);
      long[] instructions = new long[struct.getInt(0)];
      for (int i = 0; i < instructions.length; i++) {
        long at = (long) i * INSTRUCTION;
        instructions[i] =
            (long) first.getShort(at) << 48
                | (first.getByte(at + 2) & 0xffL) << 40
                | (first.getByte(at + 3) & 0xffL) << 32
                | Integer.toUnsignedLong(first.getInt(at + 4));
      }
      return instructions;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this version of pcap4j keeps its programs elsewhere", e);
    }
  }
}
