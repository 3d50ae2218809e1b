package tcplab.connection;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hosts whose attempts to connect fail at many ports or many hosts. */
final class Scans {
  /** So many different ports, of one host or several, make a scan. */
  static final int MANY = 20;

  /** More than this many are not told apart. */
  private static final int MOST = 10_000;

  /** What one host tried. */
  static final class Scan {
    /** The connection that stands for all. */
    final int first;

    final Set<String> ports = new HashSet<>();
    final Set<String> hosts = new HashSet<>();

    int attempts;

    Scan(int first) {
      this.first = first;
    }
  }

  private final Map<String, Scan> scans = new HashMap<>();

  Scans(Connections connections) {
    Map<String, int[]> failed = new HashMap<>();
    for (Connection c : connections.all()) {
      if (failed(c)) {
        failed.computeIfAbsent(c.address(Side.CLIENT), host -> new int[1])[0]++;
      }
    }
    failed.values().removeIf(count -> count[0] < MANY);
    if (failed.isEmpty()) {
      return;
    }
    for (Connection c : connections.all()) {
      if (failed.containsKey(c.address(Side.CLIENT)) && failed(c)) {
        add(c);
      }
    }
    scans.values().removeIf(scan -> scan.ports.size() < MANY);
  }

  private void add(Connection c) {
    Scan scan = scans.computeIfAbsent(c.address(Side.CLIENT), host -> new Scan(c.number()));
    scan.attempts++;
    if (scan.ports.size() < MOST) {
      scan.ports.add(c.address(Side.SERVER) + " " + c.port(Side.SERVER));
      scan.hosts.add(c.address(Side.SERVER));
    }
  }

  /** Whether the attempt came to nothing: no answer, a RST, or a handshake left unfinished. */
  static boolean failed(Connection c) {
    return switch (c.handshakeVariant()) {
      case UNANSWERED, UNREACHABLE, REFUSED, EMBRYONIC, ABORTED -> true;
      default -> false;
    };
  }

  /** The scan that a failed attempt belongs to. */
  Optional<Scan> of(Connection c) {
    return failed(c) ? Optional.ofNullable(scans.get(c.address(Side.CLIENT))) : Optional.empty();
  }
}
