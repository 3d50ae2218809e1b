package tcplab.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why packets of one connection are shown as they are, in sentences with their RFCs: the events
 * that they carry, and the states that an end entered with them.
 */
public final class Reasons {
  private final Connections connections;
  private final Map<Integer, Map<Event, List<Integer>>> proofs;
  private final Map<Integer, List<StateEntry>> states = new HashMap<>();

  private Reasons(Connections connections, Map<Integer, Map<Event, List<Integer>>> proofs) {
    this.connections = connections;
    this.proofs = proofs;
  }

  /**
   * Asks about many packets at once; the connection is walked twice, however many they are.
   *
   * @param connection its number
   * @param rows rows of the connection's packets
   * @throws java.util.NoSuchElementException when there is no such connection
   */
  public static Reasons of(Connections connections, int connection, Collection<Integer> rows) {
    Connection asked = connections.connection(connection);
    Reasons reasons = new Reasons(connections, connections.proofs(connection, rows));
    for (StateEntry entry : asked.states()) {
      reasons.states.computeIfAbsent(entry.packet(), p -> new ArrayList<>()).add(entry);
    }
    return reasons;
  }

  /**
   * The events of a packet, the particular ones before the general: {@code "lost_segment: seq is
   * after … (RFC 9293 §3.4); see packet 7"}. Empty when it has none.
   *
   * @param row one of the rows that were asked about
   */
  public List<String> events(int row) {
    List<String> sentences = new ArrayList<>();
    proofs
        .getOrDefault(row, Map.of())
        .forEach(
            (event, rows) ->
                sentences.add(
                    0,
                    event.label()
                        + ": "
                        + event.rule()
                        + " ("
                        + event.reference()
                        + ")"
                        + see(rows)));
    return sentences;
  }

  private String see(List<Integer> rows) {
    List<Integer> packets =
        rows.stream().map(connections.packets()::packet).distinct().sorted().toList();
    String numbers = packets.toString();
    return packets.isEmpty()
        ? ""
        : (packets.size() == 1 ? "; see packet " : "; see packets ")
            + numbers.substring(1, numbers.length() - 1);
  }

  /**
   * The states that one side entered with a packet: {@code "the client is ESTABLISHED (seen): its
   * SYN was acknowledged (RFC 9293 §3.10.7.4)"}. Empty when it entered none.
   *
   * @param packet a frame number
   * @param name what the side is called, such as {@code "the client"}
   */
  public List<String> states(Side side, int packet, String name) {
    return states.getOrDefault(packet, List.of()).stream()
        .filter(entry -> entry.side() == side && entry.basis() != Basis.UNKNOWN)
        .map(
            entry ->
                "%s is %s (%s): %s"
                    .formatted(name, entry.state(), entry.basis().label(), entry.why()))
        .toList();
  }

  /** All of a packet's reasons: both ends' states after the events. */
  public List<String> all(int row) {
    List<String> sentences = events(row);
    for (Side side : Side.values()) {
      int packet = connections.packets().packet(row);
      sentences.addAll(states(side, packet, "the " + side.label()));
    }
    return sentences;
  }
}
