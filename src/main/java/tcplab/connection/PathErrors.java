package tcplab.connection;

import java.util.AbstractList;
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
  private final List<IcmpError> errors;

  /** Error to connection, or -1. */
  private final int[] connectionOf;

  /** Connection to the numbers of its errors. */
  private final Map<Integer, List<Integer>> byConnection = new HashMap<>();

  /**
   * The errors among these packets.
   *
   * @param connectionOfRow row to connection
   */
  PathErrors(Packets packets, int[] connectionOfRow) {
    errors = packets.icmpErrors();
    connectionOf = new int[errors.size()];
    if (errors.isEmpty()) {
      return;
    }
    int[] current = new int[packets.flowCount()];
    Arrays.fill(current, -1);
    int row = 0;
    for (int i = 0; i < errors.size(); i++) {
      IcmpError error = errors.get(i);
      while (row < connectionOfRow.length && packets.packet(row) < error.packet()) {
        current[packets.flow(row)] = connectionOfRow[row];
        row++;
      }
      connectionOf[i] = error.flow() < 0 ? -1 : current[error.flow()];
      if (connectionOf[i] >= 0) {
        byConnection.computeIfAbsent(connectionOf[i], c -> new ArrayList<>()).add(i);
      }
    }
  }

  /** The connection of the n-th error, or -1. */
  int connectionOf(int n) {
    return connectionOf[n];
  }

  /** Those of a connection, in order of capture; each is made when it is asked for. */
  List<IcmpError> of(int connection) {
    List<Integer> numbers = byConnection.isEmpty() ? null : byConnection.get(connection);
    return numbers == null ? List.of() : new View(numbers);
  }

  private final class View extends AbstractList<IcmpError> {
    private final List<Integer> numbers;

    View(List<Integer> numbers) {
      this.numbers = numbers;
    }

    @Override
    public IcmpError get(int index) {
      return errors.get(numbers.get(index));
    }

    @Override
    public int size() {
      return numbers.size();
    }
  }
}
