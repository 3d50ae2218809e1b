package tcplab.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tcplab.capture.IcmpError;
import tcplab.capture.Packets;

/**
 * Which ICMP error concerns which connection: the one that its flow's last segment before it
 * belongs to.
 */
final class PathErrors {
  private final Map<Integer, List<IcmpError>> byConnection = new HashMap<>();

  /**
   * The errors among these packets.
   *
   * @param connectionOf row to connection
   */
  PathErrors(Packets packets, int[] connectionOf) {
    if (packets.icmpErrors().isEmpty()) {
      return;
    }
    int[] current = new int[packets.flowCount()];
    Arrays.fill(current, -1);
    int row = 0;
    for (IcmpError error : packets.icmpErrors()) {
      while (row < connectionOf.length && packets.packet(row) < error.packet()) {
        current[packets.flow(row)] = connectionOf[row];
        row++;
      }
      if (error.flow() >= 0 && current[error.flow()] >= 0) {
        byConnection.computeIfAbsent(current[error.flow()], c -> new ArrayList<>()).add(error);
      }
    }
  }

  /** Those of a connection, in order of capture. */
  List<IcmpError> of(int connection) {
    return byConnection.isEmpty() ? List.of() : byConnection.getOrDefault(connection, List.of());
  }
}
