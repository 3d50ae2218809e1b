package tcplab.sockets;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * This machine's UDP sockets (Linux), from netlink or {@code /proc/net/udp}. They come as a {@link
 * Snapshot} like TCP's: one that is connected to a peer is ESTABLISHED there, the others are
 * CLOSED, which is how the kernel keeps them.
 */
public final class UdpSockets {
  private UdpSockets() {}

  /**
   * Reads the UDP sockets as they are now.
   *
   * @param processes whether the process of each is wanted, as far as this user may see it
   * @throws SocketReadException when the machine does not show them
   */
  public static Snapshot snapshot(boolean processes) throws SocketReadException {
    long timeNs = LiveSockets.now();
    Path root = Path.of("/proc");
    List<String> notes = new ArrayList<>();
    Rows rows = new Rows();
    Source source = Source.NETLINK;
    Optional<String> fallback = Optional.empty();
    try {
      int memory = DiagReader.extensions(false, true);
      SockDiag.read(new DiagReader(rows), SockDiag.UDP, memory);
    } catch (IOException e) {
      fallback = Optional.of(LiveSockets.fallback(e));
      notes.addAll(fallback.stream().toList());
      source = Source.PROC;
      rows = fromProc(root);
    }
    Optional<Owners> owners = processes ? ProcessScan.run(root, rows, notes) : Optional.empty();
    Optional<String> netns = NetworkNamespace.of(root.resolve("self"));
    return new Snapshot(
        rows,
        new Snapshot.Origin(
            source, OptionalLong.of(timeNs), netns, List.copyOf(notes), 0, owners, fallback, 0));
  }

  static Rows fromProc(Path root) throws SocketReadException {
    Rows rows = new Rows();
    ProcTcp reader = new ProcTcp(rows, ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN);
    boolean v4 = LiveSockets.read(reader, root.resolve("net/udp"));
    boolean v6 = LiveSockets.read(reader, root.resolve("net/udp6"));
    if (!v4 && !v6) {
      throw new SocketReadException(
          "there is no " + root.resolve("net/udp"), "UDP sockets are read on Linux only");
    }
    return rows;
  }
}
