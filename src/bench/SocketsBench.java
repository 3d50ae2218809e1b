import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import tcplab.sockets.LiveSockets;
import tcplab.sockets.Snapshot;

/**
 * Takes snapshots in one JVM and prints, for each, the CPU time of the whole process (collector and compiler too) and the wall-clock
 * time, in ms. Started by sockets.py: {@code SocketsBench info|processes|plain RUNS}.
 */
public final class SocketsBench {
  private SocketsBench() {}

  public static void main(String[] arguments) throws Exception {
    OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    LiveSockets machine = LiveSockets.ofThisMachine();
    LiveSockets asked =
        switch (arguments[0]) {
          case "info" -> machine.withInfo();
          case "processes" -> machine.withProcesses();
          default -> machine;
        };
    for (int run = 0; run < Integer.parseInt(arguments[1]); run++) {
      long cpu = system.getProcessCpuTime();
      long wall = System.nanoTime();
      Snapshot snapshot = asked.snapshot();
      wall = System.nanoTime() - wall;
      cpu = system.getProcessCpuTime() - cpu;
      System.out.println(snapshot.size() + " " + cpu / 1e6 + " " + wall / 1e6);
    }
  }
}
