import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.connection.Connections;
import tcplab.dataframe.Dataframe;
import tcplab.table.AnalysedPackets;
import tcplab.table.PacketTable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Reads a capture again and again in one JVM; captures.py calls it. Prints name, tab, seconds of
 * wall, tab, seconds of processor in all threads.
 */
public final class WarmCaptures {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static Object kept = "";

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    int runs = Integer.parseInt(arguments[1]);
    boolean one = Runtime.getRuntime().availableProcessors() == 1;
    time("decode to columns, " + (one ? "one thread" : "two threads"), 4 * runs, () -> read(file));
    if (one) {
      return;
    }
    Packets packets = read(file);
    time("connections", 2 * runs, () -> Connections.of(packets));
    time("tcplab to Tablesaw", 3 * runs, () -> table(read(file)));
    kept = "";
    System.out.printf(
        "octets a packet of the Tablesaw table\t%.1f\t%.1f%n", octets(packets), 0.0);
    time("pcap4j to Tablesaw", 1, () -> pcap4j(file));
  }

  private static Packets read(Path file) {
    try {
      return CaptureFile.read(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Table table(Packets packets) {
    return Dataframe.of(PacketTable.of(packets, new AnalysedPackets(Connections.of(packets))));
  }

  /** What a program does that takes pcap4j's packets one by one. */
  private static Table pcap4j(Path file) {
    LongColumn time = LongColumn.create("time_ns");
    StringColumn source = StringColumn.create("src");
    StringColumn destination = StringColumn.create("dst");
    IntColumn sourcePort = IntColumn.create("src_port");
    IntColumn destinationPort = IntColumn.create("dst_port");
    LongColumn seq = LongColumn.create("seq");
    LongColumn ack = LongColumn.create("ack");
    IntColumn window = IntColumn.create("window");
    IntColumn length = IntColumn.create("length");
    try (PcapHandle handle = Pcaps.openOffline(file.toString())) {
      for (Packet packet = handle.getNextPacket(); packet != null; packet = handle.getNextPacket()) {
        IpPacket ip = packet.get(IpPacket.class);
        TcpPacket tcp = packet.get(TcpPacket.class);
        if (ip == null || tcp == null) {
          continue;
        }
        time.append(handle.getTimestamp().getTime() * 1_000_000L);
        source.append(ip.getHeader().getSrcAddr().getHostAddress());
        destination.append(ip.getHeader().getDstAddr().getHostAddress());
        sourcePort.append(tcp.getHeader().getSrcPort().valueAsInt());
        destinationPort.append(tcp.getHeader().getDstPort().valueAsInt());
        seq.append(tcp.getHeader().getSequenceNumberAsLong());
        ack.append(tcp.getHeader().getAcknowledgmentNumberAsLong());
        window.append(tcp.getHeader().getWindowAsInt());
        length.append(tcp.getPayload() == null ? 0 : tcp.getPayload().length());
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return Table.create(
        time, source, destination, sourcePort, destinationPort, seq, ack, window, length);
  }

  private static void time(String name, int runs, Supplier<Object> work) {
    for (int run = 0; run < runs; run++) {
      long wall = System.nanoTime();
      long processor = PROCESS.getProcessCpuTime();
      kept = work.get();
      long used = PROCESS.getProcessCpuTime() - processor;
      System.out.printf("%s\t%.4f\t%.4f%n", name, (System.nanoTime() - wall) / 1e9, used / 1e9);
    }
  }

  /**
   * Of three tables beside a first one, as that also makes texts that the packets keep; each is
   * made while the others live, so nothing of an earlier one can go meanwhile.
   */
  private static double octets(Packets packets) {
    List<Table> tables = new ArrayList<>(List.of(table(packets)));
    long before = used();
    for (int i = 0; i < 3; i++) {
      tables.add(table(packets));
    }
    long octets = used() - before;
    kept = tables;
    double each = octets / 3.0 / packets.size();
    kept = "";
    return each;
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
