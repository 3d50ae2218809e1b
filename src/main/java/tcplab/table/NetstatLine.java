package tcplab.table;

import tcplab.sockets.Field;
import tcplab.sockets.Snapshot;
import tcplab.tcp.State;

/** A socket as a line of {@code netstat -antp} (net-tools): what people grep in. */
public final class NetstatLine {
  private NetstatLine() {}

  /** The line of one row, its columns separated by single blanks. */
  public static String of(Snapshot sockets, int row) {
    String protocol = sockets.family(row).filter("ipv6"::equals).isPresent() ? "tcp6" : "tcp";
    return String.join(
        " ",
        protocol,
        Long.toString(sockets.number(row, Field.RECV_QUEUE, 0)),
        Long.toString(sockets.number(row, Field.SEND_QUEUE, 0)),
        sockets.local(row).orElse("*") + ":" + port(sockets, row, Field.LOCAL_PORT),
        sockets.remote(row).orElse("*") + ":" + port(sockets, row, Field.REMOTE_PORT),
        sockets.state(row).map(NetstatLine::spelled).orElse(""),
        sockets.has(row, Field.PID)
            ? sockets.number(row, Field.PID, 0) + "/" + sockets.process(row).orElse("")
            : "-");
  }

  private static String port(Snapshot sockets, int row, Field field) {
    return sockets.has(row, field) ? Long.toString(sockets.number(row, field, 0)) : "*";
  }

  /** As netstat spells it, which differs from RFC 9293 in four names. */
  private static String spelled(State state) {
    return switch (state) {
      case SYN_RECEIVED -> "SYN_RECV";
      case FIN_WAIT_1 -> "FIN_WAIT1";
      case FIN_WAIT_2 -> "FIN_WAIT2";
      case CLOSED -> "CLOSE";
      default -> state.name();
    };
  }
}
