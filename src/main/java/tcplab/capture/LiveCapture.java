package tcplab.capture;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;

/**
 * Captures from a network interface into files, through pcap4j.
 *
 * <p>The handle never blocks: libpcap's blocking reads do not return on a quiet interface, whatever
 * their timeout, and neither an interrupt nor {@code close} frees them. An empty queue is asked
 * again after a few ms; until then the kernel keeps what comes in its buffer.
 */
public final class LiveCapture implements Closeable {
  private static final int SNAPLEN = 262144;
  private static final int KERNEL_BUFFER = 32 << 20;
  private static final int PATIENCE_MS = 10;
  private static final long PAUSE_NS = 5_000_000L;

  /** Longer than the kernel keeps a frame back to hand on several at once. */
  private static final long LAST_FRAMES_NS = 10 * PATIENCE_MS * 1_000_000L;

  private static final long FLUSH_NS = 1_000_000_000L;
  private static final int NO_SUCH_DEVICE = -5;
  private static final int NO_PERMISSION = -8;
  private static final int NOT_UP = -9;
  private static final int NO_PROMISCUOUS_PERMISSION = -11;

  private final String name;
  private final PcapHandle handle;
  private volatile boolean stopped;

  private LiveCapture(String name, PcapHandle handle) {
    this.name = name;
    this.handle = handle;
  }

  /**
   * Opens an interface; from then on the kernel collects its frames.
   *
   * @param name such as {@code eth0}, {@code lo}, or {@code any} for all of them
   * @throws FilterException when the filter is wrong
   * @throws LibpcapException without libpcap, without the interface, without the right to capture
   */
  public static LiveCapture open(String name, PacketFilter filter) throws IOException {
    PcapHandle handle = activate(name);
    try {
      handle.setBlockingMode(BlockingMode.NONBLOCKING);
      if (!filter.wantsAll()) {
        setFilter(handle, filter);
      }
      return new LiveCapture(name, handle);
    } catch (PcapNativeException | NotOpenException e) {
      handle.close();
      throw new LibpcapException(name + ": " + e.getMessage(), e);
    } catch (FilterException e) {
      handle.close();
      throw e;
    }
  }

  private static PcapHandle activate(String name) throws IOException {
    try {
      return Libpcap.call(
          () ->
              new PcapHandle.Builder(name)
                  .snaplen(SNAPLEN)
                  .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
                  .timeoutMillis(PATIENCE_MS)
                  .bufferSize(KERNEL_BUFFER)
                  .timestampPrecision(TimestampPrecision.NANO)
                  .build());
    } catch (PcapNativeException e) {
      throw new LibpcapException(name + ": " + reason(e), e);
    }
  }

  private static void setFilter(PcapHandle handle, PacketFilter filter)
      throws FilterException, NotOpenException {
    try {
      handle.setFilter(
          filter.expression(), BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
    } catch (PcapNativeException e) {
      throw new FilterException(filter.expression(), String.valueOf(e.getMessage()));
    }
  }

  private static String reason(PcapNativeException e) {
    Integer code = e.getReturnCode();
    Path home = Path.of(System.getProperty("java.home"));
    return switch (code == null ? 0 : code) {
      case NO_PERMISSION, NO_PROMISCUOUS_PERMISSION ->
          "there is no right to capture; put sudo before the command, or give the right to Java for"
              + " good (the first half lets a program with rights find its own libraries): echo "
              + home.resolve("lib")
              + " | sudo tee /etc/ld.so.conf.d/tcplab-java.conf && sudo ldconfig"
              + " && sudo setcap cap_net_raw+ep "
              + home.resolve("bin/java");
      case NO_SUCH_DEVICE -> "there is no such interface; tcplab capture --list names those here";
      case NOT_UP -> "the interface is down; sudo ip link set NAME up";
      default -> String.valueOf(e.getMessage());
    };
  }

  /** Ends {@link #write} from another thread, which then returns what there is. */
  public void stop() {
    stopped = true;
  }

  /**
   * Captures until a limit, {@link #stop} or an interrupt of the thread, which stays set. The files
   * are complete then.
   *
   * @param file where to; one that is there is overwritten
   * @throws IOException when the file cannot be written, or the interface goes away
   */
  public CaptureSummary write(Path file, CaptureLimits limits) throws IOException {
    try (RingFiles files = new RingFiles(file, limits, linkType(), SNAPLEN)) {
      long packets = collect(files, limits);
      PcapStat counts = handle.getStats();
      return new CaptureSummary(
          packets,
          counts.getNumPacketsReceived(),
          counts.getNumPacketsDropped(),
          counts.getNumPacketsDroppedByIf(),
          files.files());
    } catch (PcapNativeException | NotOpenException e) {
      throw new LibpcapException(name + ": " + e.getMessage(), e);
    }
  }

  /** A DLT_ number is the LINKTYPE_ number, except for raw IP. */
  private int linkType() {
    int number = handle.getDlt().value();
    return number == 12 ? 101 : number;
  }

  private long collect(RingFiles files, CaptureLimits limits)
      throws IOException, PcapNativeException, NotOpenException {
    long start = System.nanoTime();
    long lastFlush = start;
    long endOfLast = Long.MAX_VALUE;
    long packets = 0;
    while (packets < limits.packets()) {
      long elapsed = System.nanoTime() - start;
      if (endOfLast == Long.MAX_VALUE && over(elapsed, limits)) {
        endOfLast = elapsed + LAST_FRAMES_NS;
      }
      if (elapsed > endOfLast) {
        break;
      }
      byte[] frame = next();
      if (frame.length > 0) {
        if (!files.write(timeNs(), frame, handle.getOriginalLength())) {
          break;
        }
        packets++;
      } else if (elapsed + start - lastFlush > FLUSH_NS) {
        files.flush();
        lastFlush = elapsed + start;
      }
    }
    return packets;
  }

  private boolean over(long elapsed, CaptureLimits limits) {
    return stopped
        || Thread.currentThread().isInterrupted()
        || elapsed / 1_000_000 >= limits.time().toMillis();
  }

  /** The next frame; empty when none came for a few ms. */
  private byte[] next() throws PcapNativeException, NotOpenException {
    try {
      return handle.getNextRawPacketEx();
    } catch (TimeoutException e) {
      LockSupport.parkNanos(PAUSE_NS); // nothing there: not an error, but how pcap4j says so
      return new byte[0];
    } catch (EOFException e) {
      stopped = true; // breakLoop was called, which nobody here does
      return new byte[0];
    }
  }

  private long timeNs() {
    java.sql.Timestamp time = handle.getTimestamp();
    return Math.floorDiv(time.getTime(), 1000L) * 1_000_000_000L + time.getNanos();
  }

  /**
   * The interfaces of this machine on which one can capture.
   *
   * @throws LibpcapException without libpcap
   */
  public static List<CaptureInterface> interfaces() throws IOException {
    return CaptureInterface.all();
  }

  @Override
  public void close() {
    handle.close();
  }
}
