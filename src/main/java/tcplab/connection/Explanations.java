package tcplab.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes explanations of what a walk proves. */
final class Explanations {
  private Explanations() {}

  /**
   * Why packets of a connection carry their events; it is walked once, however many they are.
   *
   * @param connection its number
   * @param asked rows of its packets
   * @return by row, without those that carry none
   */
  static SortedMap<Integer, List<Explanation>> of(
      Connections connections, int connection, Collection<Integer> asked) {
    List<Integer> eventful = asked.stream().filter(row -> connections.events(row) != 0).toList();
    SortedMap<Integer, List<Explanation>> explanations = new TreeMap<>();
    if (eventful.isEmpty()) {
      return explanations;
    }
    connections
        .proofs(connection, eventful)
        .forEach(
            (row, events) -> {
              List<Explanation> whys = new ArrayList<>();
              events.forEach((event, proof) -> whys.add(one(connections, row, event, proof)));
              explanations.put(row, whys);
            });
    return explanations;
  }

  private static Explanation one(
      Connections connections, int row, Event event, List<Integer> proof) {
    List<Integer> evidence = proof.stream().map(connections.packets()::packet).sorted().toList();
    return new Explanation(
        connections.packets().packet(row), event, event.rule(), event.reference(), evidence);
  }
}
