package tcplab.plot;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;
import tcplab.connection.StateEntry;

/**
 * Chooses which segments of a long connection a ladder shows: how it begins and ends, where states
 * change, what a finding names, what has events; then whatever follows its beginning.
 */
final class LadderChoice {
  /** Segments at each end that are always shown, and those beside one that is named. */
  private static final int BEGINNING = 8;

  private static final int END = 4;
  private static final int BESIDE = 1;

  private final Connections connections;
  private final Connection connection;
  private final Set<Integer> named;

  LadderChoice(Connections connections, Connection connection, Set<Integer> named) {
    this.connections = connections;
    this.connection = connection;
    this.named = named;
  }

  /** The numbers within the connection of at most so many segments, in order. */
  List<Integer> of(int most) {
    int size = connection.size();
    TreeSet<Integer> chosen = new TreeSet<>();
    add(chosen, 0, Math.min(BEGINNING, most / 4), most);
    add(chosen, size - Math.min(END, most / 4), size, most);
    if (size > most) {
      Set<Integer> states =
          Stream.of(Side.values())
              .flatMap(side -> connection.states(side).stream())
              .map(StateEntry::packet)
              .collect(Collectors.toSet());
      add(chosen, n -> states.contains(packet(n)), 0, most);
      add(chosen, n -> named.contains(packet(n)), BESIDE, most);
      add(chosen, n -> connections.events(connection.row(n)) != 0, 0, most);
    }
    add(chosen, 0, size, most);
    return List.copyOf(chosen);
  }

  private int packet(int n) {
    return connections.packets().packet(connection.row(n));
  }

  private void add(Set<Integer> chosen, IntPredicate wanted, int beside, int most) {
    for (int n = 0; n < connection.size() && chosen.size() < most; n++) {
      if (wanted.test(n)) {
        add(chosen, n - beside, n + beside + 1, most);
      }
    }
  }

  private void add(Set<Integer> chosen, int from, int to, int most) {
    int end = Math.min(to, connection.size());
    for (int n = Math.max(0, from); n < end && chosen.size() < most; n++) {
      chosen.add(n);
    }
  }
}
