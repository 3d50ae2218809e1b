package tcplab.connection;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where events are written down: a bit set per row, or, when one packet is to be explained, the
 * rows that prove its events.
 */
final class Ledger {
  private final int @Nullable [] events;
  private final int explainedRow;
  private final Map<Event, List<Integer>> proofs = new EnumMap<>(Event.class);

  private int watchedRow = -1;
  private int watchedEvents;

  private Ledger(int @Nullable [] events, int explainedRow) {
    this.events = events;
    this.explainedRow = explainedRow;
  }

  /** Writes into the bit sets. */
  static Ledger into(int[] events) {
    return new Ledger(events, -1);
  }

  /** Keeps the proofs of one row only. */
  static Ledger explaining(int row) {
    return new Ledger(null, row);
  }

  /** For walks that are after something else. */
  static Ledger discarding() {
    return new Ledger(null, -1);
  }

  /** From now on only this row's events are kept, in {@link #watched}. */
  void watch(int row) {
    watchedRow = row;
    watchedEvents = 0;
  }

  /** The events of the row that is watched: a bit set. */
  int watched() {
    return watchedEvents;
  }

  void mark(int row, Event event) {
    mark(row, event, -1, -1);
  }

  void mark(int row, Event event, int proof) {
    mark(row, event, proof, -1);
  }

  /** Row {@code row} is an {@code event}, which the rows given prove; -1 is no row. */
  void mark(int row, Event event, int proof, int secondProof) {
    if (events != null) {
      events[row] |= event.bit();
    } else if (row == watchedRow) {
      watchedEvents |= event.bit();
    } else if (row == explainedRow) {
      List<Integer> rows = proofs.computeIfAbsent(event, e -> new ArrayList<>());
      addProof(rows, proof);
      addProof(rows, secondProof);
    }
  }

  void unmark(int row, Event event) {
    if (events != null) {
      events[row] &= ~event.bit();
    } else if (row == explainedRow) {
      proofs.remove(event);
    }
  }

  /** The explained row's events and the rows that prove them. */
  Map<Event, List<Integer>> proofs() {
    return proofs;
  }

  private static void addProof(List<Integer> rows, int row) {
    if (row >= 0 && !rows.contains(row)) {
      rows.add(row);
    }
  }
}
