package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import tcplab.sockets.Snapshot;
import tcplab.table.SocketTable;

/** The table of sockets itself, and what is to be said about it. */
final class SocketListing {
  /** The columns that matter most to a reader at a terminal. */
  static final List<String> FIRST =
      List.of(
          "local",
          "local_port",
          "remote",
          "remote_port",
          "state",
          "process",
          "pid",
          "recv_queue",
          "send_queue",
          "accept_queue",
          "backlog",
          "timer",
          "timer_ms",
          "retransmits",
          "rtt_us",
          "cwnd",
          "bytes_acked",
          "bytes_received",
          "uid",
          "inode",
          "family");

  private SocketListing() {}

  /** Prints the wanted ones of these sockets as a table to where it is wanted, then the notes. */
  static void print(Snapshot all, SocketChoice choice, TableOutput output, PrintWriter err)
      throws IOException {
    output.print(SocketTable.of(choice.of(all)), FIRST);
    tell(all, err);
  }

  /** Says what a reader should know about the rows. */
  static void tell(Snapshot sockets, PrintWriter err) {
    sockets.notes().forEach(note -> say(note, err));
  }

  /** One message. */
  static void say(String message, PrintWriter err) {
    err.println("tcplab: " + Terminal.inert(message));
  }
}
