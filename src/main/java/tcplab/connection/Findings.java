package tcplab.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import tcplab.capture.Packets;
import tcplab.connection.Finding.Example;
import tcplab.connection.Finding.Kind;
import tcplab.connection.Finding.Severity;

/**
 * What stands out in a capture: the findings, those that matter most first, and the connections
 * that had the most of it.
 *
 * <p>A finding is a kind, not an occurrence: ten thousand refused connections are one, with a count
 * and the {@value #EXAMPLES} worst of them. So the result's size does not grow with the capture's.
 * {@code FindingRules} says when a connection is one of a kind, and how bad it is.
 */
public final class Findings {
  /** How many examples a finding has at most. */
  public static final int EXAMPLES = 5;

  /** What one occurrence of a severity counts when connections are compared. */
  private static final double[] WEIGHTS = {1000, 100, 10, 0};

  private static final double MINUTE = 60;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;

  private final FindingRules rules;
  private final List<Finding> findings;
  private final List<Integer> worst;

  private Findings(FindingRules rules, List<Finding> findings, List<Integer> worst) {
    this.rules = rules;
    this.findings = List.copyOf(findings);
    this.worst = List.copyOf(worst);
  }

  /**
   * Looks through all connections.
   *
   * @param connections an analysed capture
   * @param most how many of the worst connections to name
   */
  public static Findings of(Connections connections, int most) {
    FindingRules rules = new FindingRules(connections);
    Kind[] kinds = Kind.values();
    Worst[] ofKind = new Worst[kinds.length];
    Arrays.setAll(ofKind, kind -> new Worst(EXAMPLES));
    Worst overall = new Worst(most);
    for (Connection connection : connections.all()) {
      double sum = 0;
      for (Kind kind : kinds) {
        double magnitude = rules.magnitude(kind, connection);
        if (magnitude > 0) {
          ofKind[kind.ordinal()].add(connection.number(), magnitude);
          sum += WEIGHTS[kind.severity().ordinal()] * (1 + Math.log10(1 + magnitude));
        }
      }
      if (sum > 0) {
        overall.add(connection.number(), sum);
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (Kind kind : kinds) {
      Worst found = ofKind[kind.ordinal()];
      if (rules.worthTelling(kind, found.count)) {
        findings.add(new Finding(kind, found.count, examples(rules, connections, kind, found)));
      }
    }
    findings.sort(
        Comparator.comparing((Finding f) -> f.kind().severity())
            .thenComparing(Comparator.comparingInt(Finding::connections).reversed()));
    return new Findings(rules, findings, overall.numbers());
  }

  /** What several connections show together, as a scan, is told once. */
  private static List<Example> examples(
      FindingRules rules, Connections connections, Kind kind, Worst found) {
    Map<String, Example> byText = new LinkedHashMap<>();
    for (int number : found.numbers()) {
      Example example = rules.example(kind, connections.connection(number));
      byText.putIfAbsent(example.text(), example);
    }
    return List.copyOf(byText.values());
  }

  /** What was found, by severity and then by how many connections it concerns; may be empty. */
  public List<Finding> all() {
    return findings;
  }

  /** The findings of one severity. */
  public List<Finding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.kind().severity() == severity).toList();
  }

  /** Numbers of the connections that had most of what was found, worst first. */
  public List<Integer> worst() {
    return worst;
  }

  /** All kinds that a connection is of, by severity. */
  public List<Kind> kinds(Connection connection) {
    return Arrays.stream(Kind.values())
        .filter(kind -> rules.magnitude(kind, connection) > 0)
        .sorted(Comparator.comparing(Kind::severity))
        .toList();
  }

  /** What there is to say of a connection that is of this kind. */
  public Example example(Kind kind, Connection connection) {
    return rules.example(kind, connection);
  }

  /**
   * A duration in the unit that a reader takes in, from microseconds to days.
   *
   * @param ns nanoseconds
   */
  public static String duration(long ns) {
    double seconds = ns / 1e9;
    if (seconds < 1e-3) {
      return ns / 1000 + " µs";
    }
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
    }
    if (seconds < 10 * MINUTE) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < 2 * HOUR) {
      return String.format(Locale.ROOT, "%.1f min", seconds / MINUTE);
    }
    return seconds < 2 * DAY
        ? String.format(Locale.ROOT, "%.1f h", seconds / HOUR)
        : String.format(Locale.ROOT, "%.1f days", seconds / DAY);
  }

  /** The ends of a connection as a reader writes them: client → server. */
  public static String ends(Connection connection) {
    return end(connection, Side.CLIENT) + " → " + end(connection, Side.SERVER);
  }

  private static String end(Connection connection, Side side) {
    String address = connection.address(side);
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + connection.port(side);
  }

  /** Frame numbers of a connection's packets that carry an event, the first few. */
  static List<Integer> packets(Connections connections, Connection connection, int events) {
    List<Integer> found = new ArrayList<>();
    Packets packets = connections.packets();
    for (int i = 0; i < connection.size() && found.size() < 2 * EXAMPLES; i++) {
      int row = connection.row(i);
      if ((connections.events(row) & events) != 0) {
        found.add(packets.packet(row));
      }
    }
    return found;
  }

  /** Keeps the largest of many, with little memory. */
  private static final class Worst {
    private record Entry(int number, double magnitude) {}

    private static final Comparator<Entry> ORDER =
        Comparator.comparingDouble(Entry::magnitude)
            .thenComparing(Comparator.comparingInt(Entry::number).reversed());

    private final int most;
    private final PriorityQueue<Entry> kept = new PriorityQueue<>(ORDER);
    private int count;

    Worst(int most) {
      this.most = most;
    }

    void add(int number, double magnitude) {
      count++;
      Entry least = kept.size() < most ? null : kept.peek();
      if (kept.size() < most || (least != null && least.magnitude < magnitude)) {
        kept.add(new Entry(number, magnitude));
        if (kept.size() > most) {
          kept.remove();
        }
      }
    }

    List<Integer> numbers() {
      return kept.stream().sorted(ORDER.reversed()).map(Entry::number).toList();
    }
  }
}
