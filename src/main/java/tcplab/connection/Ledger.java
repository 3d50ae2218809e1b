package tcplab.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where events are written down: a bit set per row, or, when packets are to be explained, the rows
 * that prove their events.
 */
final class Ledger {
  private final int @Nullable [] events;
  private final Map<Integer, Map<Event, List<Integer>>> proofs = new HashMap<>();

  private int watchedRow = -1;
  private int watchedEvents;

  private Ledger(int @Nullable [] events, Collection<Integer> explained) {
    this.events = events;
    explained.forEach(row -> proofs.put(row, new EnumMap<>(Event.class)));
  }

  /** Writes into the bit sets. */
  static Ledger into(int[] events) {
    return new Ledger(events, List.of());
  }

  /** Keeps the proofs of these rows only. */
  static Ledger explaining(Collection<Integer> rows) {
    return new Ledger(null, rows);
  }

  /** For walks that are after something else. */
  static Ledger discarding() {
    return new Ledger(null, List.of());
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
    } else {
      Map<Event, List<Integer>> explained = proofs.get(row);
      if (explained != null) {
        List<Integer> rows = explained.computeIfAbsent(event, e -> new ArrayList<>());
        addProof(rows, proof);
        addProof(rows, secondProof);
      }
    }
  }

  void unmark(int row, Event event) {
    if (events != null) {
      events[row] &= ~event.bit();
    } else {
      Map<Event, List<Integer>> explained = proofs.get(row);
      if (explained != null) {
        explained.remove(event);
      }
    }
  }

  /** By explained row its events, each with the rows that prove it. */
  Map<Integer, Map<Event, List<Integer>>> proofs() {
    return proofs;
  }

  private static void addProof(List<Integer> rows, int row) {
    if (row >= 0 && !rows.contains(row)) {
      rows.add(row);
    }
  }
}
