import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import tcplab.sockets.Field;
import tcplab.sockets.LiveSockets;
import tcplab.sockets.Snapshot;
import tcplab.tcp.State;

/** Started by sockets.py: {@code SocketsBench info|processes|plain|churn RUNS}. */
public final class SocketsBench {
  private SocketsBench() {}

  public static void main(String[] arguments) throws Exception {
    int runs = Integer.parseInt(arguments[1]);
    LiveSockets machine = LiveSockets.ofThisMachine();
    switch (arguments[0]) {
      case "churn" -> churn(machine, runs);
      case "info" -> time(machine.withInfo(), runs);
      case "processes" -> time(machine.withProcesses(), runs);
      default -> time(machine, runs);
    }
  }

  /** For each snapshot: rows, CPU time of the whole process (collector and compiler too) and wall-clock time, in ms. */
  private static void time(LiveSockets asked, int runs) throws Exception {
    OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int run = 0; run < runs; run++) {
      long cpu = system.getProcessCpuTime();
      long wall = System.nanoTime();
      Snapshot snapshot = asked.snapshot();
      wall = System.nanoTime() - wall;
      cpu = system.getProcessCpuTime() - cpu;
      System.out.println(snapshot.size() + " " + cpu / 1e6 + " " + wall / 1e6);
    }
  }

  /**
   * Remembers what is established, waits for a line that says that short connections come and go now, and prints for snapshots
   * without and with the second pass: rows, duplicates, and how many of those established are missing.
   */
  private static void churn(LiveSockets machine, int runs) throws Exception {
    Set<String> lasting = new HashSet<>();
    Snapshot quiet = machine.snapshot().state(State.ESTABLISHED);
    for (int row = 0; row < quiet.size(); row++) {
      lasting.add(ends(quiet, row));
    }
    System.out.println(lasting.size());
    if (System.in.read() < 0) {
      return;
    }
    for (int run = 0; run < runs; run++) {
      count("plain", machine.snapshot(), lasting);
      count("verified", machine.verified().snapshot(), lasting);
    }
  }

  private static void count(String how, Snapshot snapshot, Set<String> lasting) {
    Set<String> seen = new HashSet<>();
    int duplicates = 0;
    for (int row = 0; row < snapshot.size(); row++) {
      if (snapshot.has(row, Field.REMOTE_PORT)) {
        duplicates += seen.add(ends(snapshot, row)) ? 0 : 1;
      }
    }
    Set<String> missing = new HashSet<>(lasting);
    missing.removeAll(seen);
    System.out.println(how + " " + snapshot.size() + " " + duplicates + " " + missing.size());
  }

  private static String ends(Snapshot sockets, int row) {
    OptionalLong local = sockets.number(row, Field.LOCAL_PORT);
    OptionalLong remote = sockets.number(row, Field.REMOTE_PORT);
    return sockets.local(row) + " " + local + " " + sockets.remote(row) + " " + remote;
  }
}
