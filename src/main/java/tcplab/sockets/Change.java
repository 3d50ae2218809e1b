package tcplab.sockets;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happened to one socket between two snapshots.
 *
 * @param kind opened, closed, another state, or traffic in the same state
 * @param before its row in the earlier snapshot, or -1
 * @param after its row in the later snapshot, or -1
 */
public record Change(Kind kind, int before, int after) {
  /** The kinds, the most telling first. */
  public enum Kind {
    /** Only the later snapshot has it. */
    OPENED,
    /** Only the earlier snapshot has it. */
    CLOSED,
    /** Both have it, in different states. */
    STATE,
    /** Both have it in the same state, and its counters or queues moved. */
    TRAFFIC,
    /** Both have it, and nothing moved that the source tells. */
    NONE;

    /** The word in the table. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a number moved; empty when either snapshot lacks it. */
  static OptionalLong moved(Snapshot from, int before, Snapshot to, int after, Field field) {
    Optional<Long> start = known(from, before, field);
    Optional<Long> end = known(to, after, field);
    return start.isPresent() && end.isPresent()
        ? OptionalLong.of(end.get() - start.get())
        : OptionalLong.empty();
  }

  private static Optional<Long> known(Snapshot sockets, int row, Field field) {
    return row >= 0 && sockets.has(row, field)
        ? Optional.of(sockets.number(row, field, 0))
        : Optional.empty();
  }
}
