package tcplab.table;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import tcplab.sockets.Demonstration;
import tcplab.sockets.Field;
import tcplab.sockets.NetworkNamespace;
import tcplab.sockets.Snapshot;
import tcplab.sockets.UnixSocket;
import tcplab.tcp.State;

/** The tables beside that of the TCP sockets: UDP, Unix, namespaces, the demonstration. */
public final class OtherSocketTables {
  private OtherSocketTables() {}

  /**
   * UDP sockets: {@code family}, endpoints, {@code state} (connected or unconnected), the octets in
   * both queues, {@code drops}, and whose it is.
   */
  public static ColumnTable udp(Snapshot sockets) {
    List<Integer> rows = new ArrayList<>(IntStream.range(0, sockets.size()).boxed().toList());
    return new RecordColumns<>(rows)
        .text("family", row -> sockets.family(row).orElse(null))
        .text("local", row -> sockets.local(row).orElse(null))
        .integer("local_port", row -> integer(sockets.number(row, Field.LOCAL_PORT)))
        .text("remote", row -> sockets.remote(row).orElse(null))
        .integer("remote_port", row -> integer(sockets.number(row, Field.REMOTE_PORT)))
        .text("state", row -> isConnected(sockets, row) ? "connected" : "unconnected")
        .number("recv_queue", row -> sockets.number(row, Field.RECV_QUEUE))
        .number("send_queue", row -> sockets.number(row, Field.SEND_QUEUE))
        .number("recv_buffer", row -> sockets.number(row, Field.RECV_BUFFER))
        .number("drops", row -> sockets.number(row, Field.DROPS))
        .number("uid", row -> sockets.number(row, Field.UID))
        .number("inode", row -> sockets.number(row, Field.INODE))
        .integer("pid", row -> integer(sockets.number(row, Field.PID)))
        .text("process", row -> sockets.process(row).orElse(null))
        .table("udp sockets");
  }

  private static boolean isConnected(Snapshot sockets, int row) {
    return sockets.state(row).filter(state -> state == State.ESTABLISHED).isPresent();
  }

  private static OptionalInt integer(OptionalLong number) {
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  /** Unix domain sockets: {@code type}, {@code state}, {@code path}, and whose it is. */
  public static ColumnTable unix(List<UnixSocket> sockets) {
    return new RecordColumns<>(sockets)
        .text("type", UnixSocket::type)
        .text("state", UnixSocket::state)
        .text("path", socket -> socket.path().orElse(null))
        .count("inode", UnixSocket::inode)
        .integer("references", socket -> OptionalInt.of(socket.references()))
        .integer("pid", UnixSocket::pid)
        .text("process", socket -> socket.process().orElse(null))
        .table("unix sockets");
  }

  /**
   * Network namespaces: {@code netns}, its lowest {@code pid} with name and container, and how many
   * {@code processes} live in it.
   */
  public static ColumnTable namespaces(List<NetworkNamespace> namespaces) {
    return new RecordColumns<>(namespaces)
        .text("netns", NetworkNamespace::number)
        .count("pid", NetworkNamespace::pid)
        .text("process", NetworkNamespace::process)
        .text("container", namespace -> namespace.container().orElse(null))
        .integer("processes", namespace -> OptionalInt.of(namespace.processes()))
        .table("network namespaces");
  }

  /**
   * The eleven states held at once: {@code state}, its ports, {@code how} it was brought there, and
   * the {@code problem} where it was not.
   */
  public static ColumnTable demonstration(Demonstration demonstration) {
    return new RecordColumns<>(demonstration.states())
        .text("state", held -> held.state().name())
        .integer("local_port", held -> OptionalInt.of(held.localPort()))
        .integer("remote_port", Demonstration.Held::remotePort)
        .bool("held", held -> held.problem().isEmpty())
        .text("how", Demonstration.Held::how)
        .text("problem", held -> held.problem().orElse(null))
        .table("all eleven states");
  }
}
