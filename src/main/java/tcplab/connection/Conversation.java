package tcplab.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one host had to do with one port of another: all connections between them taken together.
 *
 * @param client the address that called
 * @param server the address that was called
 * @param serverPort its port
 * @param connections how many connections there were
 * @param packets segments of both directions
 * @param bytesClient octets of payload that the client sent, repeats included
 * @param bytesServer octets of payload that the server sent, repeats included
 * @param retransmissions segments of both directions that were repeats
 */
public record Conversation(
    String client,
    String server,
    int serverPort,
    int connections,
    long packets,
    long bytesClient,
    long bytesServer,
    long retransmissions) {

  /** Most octets first, then most packets, then by name. */
  private static final Comparator<Conversation> WEIGHT =
      Comparator.comparingLong(Conversation::bytes)
          .thenComparingLong(Conversation::packets)
          .reversed()
          .thenComparing(Conversation::name);

  private record Ends(String client, String server, int port) {}

  private static final class Sum {
    int connections;
    long packets;
    long bytesClient;
    long bytesServer;
    long repeats;
  }

  /** All conversations of a capture, those with most octets first. */
  public static List<Conversation> of(Connections connections) {
    Map<Ends, Sum> sums = new HashMap<>();
    for (Connection c : connections.all()) {
      Ends ends = new Ends(c.address(Side.CLIENT), c.address(Side.SERVER), c.port(Side.SERVER));
      Sum sum = sums.computeIfAbsent(ends, e -> new Sum());
      sum.connections++;
      sum.packets += c.size();
      sum.bytesClient += c.bytes(Side.CLIENT);
      sum.bytesServer += c.bytes(Side.SERVER);
      sum.repeats += c.retransmissions(Side.CLIENT) + c.retransmissions(Side.SERVER);
    }
    List<Conversation> all = new ArrayList<>(sums.size());
    sums.forEach((ends, sum) -> all.add(of(ends, sum)));
    all.sort(WEIGHT);
    return all;
  }

  private static Conversation of(Ends ends, Sum sum) {
    return new Conversation(
        ends.client,
        ends.server,
        ends.port,
        sum.connections,
        sum.packets,
        sum.bytesClient,
        sum.bytesServer,
        sum.repeats);
  }

  /** Octets of payload in both directions. */
  public long bytes() {
    return bytesClient + bytesServer;
  }

  /** Both ends in one line: {@code 10.0.0.1 → 10.0.0.2 port 443}. */
  public String name() {
    return client + " → " + server + " port " + serverPort;
  }
}
