package tcplab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import tcplab.capture.PacketFilter;
import tcplab.dataframe.Dataframe;
import tcplab.kernel.JupyterKernel;
import tcplab.table.JoinTable;
import tech.tablesaw.api.Table;

/**
 * The laboratory: what every notebook has at hand without an import, and the kernel that runs it.
 */
public final class Lab {
  private static final long WARM_UP_DELAY_NS = 1_000_000_000L;

  private Lab() {}

  /**
   * One row of a wide table turned on its side: a line per column that has a value.
   *
   * @param table any dataframe
   * @param row 0-based
   * @return columns {@code column} and {@code value}, both text
   * @throws IndexOutOfBoundsException when there is no such row
   */
  public static Table row(Table table, int row) {
    return Dataframe.row(table, row);
  }

  /**
   * The program into which libpcap compiles a capture filter, as {@code tcpdump -d} prints it for
   * Ethernet: a line per instruction.
   *
   * @param filter in libpcap's language (pcap-filter(7))
   * @throws tcplab.capture.FilterException when the filter is wrong; it says what libpcap says
   * @throws tcplab.capture.LibpcapException without libpcap; it says what to install
   */
  public static String filterProgram(String filter) throws IOException {
    return PacketFilter.of(filter).listing();
  }

  /**
   * Captured connections beside the machine's sockets: process, user and the kernel's tcp_info for
   * each end that has a socket here, the kernel's state beside the one that the packets tell, and
   * why they may differ. {@link Sockets#everything} tells the most.
   *
   * @param sockets taken during the capture, or soon after it
   * @param capture a capture of this machine's connections
   * @return one row per connection and end; see the data dictionary's table <em>join</em>
   */
  public static Table join(Sockets sockets, Capture capture) {
    return Dataframe.of(JoinTable.of(sockets.data(), capture.analysis()));
  }

  /**
   * Runs the Jupyter kernel with this library loaded, until Jupyter shuts it down.
   *
   * @param connectionFile the file in which Jupyter names the ports and the key
   * @return the process's exit code
   * @throws IOException when the file cannot be read or a port not be bound
   */
  public static int runKernel(Path connectionFile) throws IOException {
    warmUp();
    return JupyterKernel.run(connectionFile, new LabPreload());
  }

  /**
   * Tablesaw looks through the whole class path for readers when the first table is made, which
   * takes half a second. It is done here in the background, a moment after the start, so that it
   * delays neither the kernel's first answer nor the reader's first table.
   */
  private static void warmUp() {
    Thread thread =
        new Thread(
            () -> {
              LockSupport.parkNanos(WARM_UP_DELAY_NS);
              Table.create("warm-up");
            },
            "tcplab-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Goes through a short session with itself, while the JVM records what one loads.
   *
   * @throws IOException when no port can be bound
   */
  public static void rehearseKernel() throws IOException {
    JupyterKernel.rehearse(new LabPreload());
  }
}
