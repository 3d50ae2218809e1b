package tcplab.connection;

import java.util.List;

/**
 * Why a packet carries an event.
 *
 * @param packet frame number of the packet
 * @param event the event
 * @param rule the rule it was judged by, in words
 * @param reference RFC and section
 * @param evidence frame numbers of the packets that prove it, in capture order
 */
public record Explanation(
    int packet, Event event, String rule, String reference, List<Integer> evidence) {
  /** Copies the evidence. */
  public Explanation {
    evidence = List.copyOf(evidence);
  }

  /** One sentence. */
  public String text() {
    String proof = evidence.isEmpty() ? "" : " See packets " + evidence + ".";
    return "Packet %d is a %s: %s (%s).%s".formatted(packet, event.label(), rule, reference, proof);
  }
}
