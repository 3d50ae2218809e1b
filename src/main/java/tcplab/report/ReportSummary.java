package tcplab.report;

import java.util.Locale;
import java.util.stream.Collectors;
import tcplab.connection.Connections;
import tcplab.connection.Findings;
import tcplab.connection.Handshake;

/** The sentences at a report's top. */
final class ReportSummary {
  private ReportSummary() {}

  /** How much there is, how much of it was repeated, how the connections opened and ended. */
  static String of(Connections connections, Overview overview) {
    int segments = connections.packets().size();
    if (connections.count() == 0) {
      return count(connections.packets().frames(), "frame") + ", and no TCP segment in them.";
    }
    String repeats =
        overview.repeats == 0
            ? "no segment was repeated"
            : String.format(
                Locale.ROOT,
                "%.2f %% of the segments were repeats",
                100.0 * overview.repeats / Math.max(1, segments));
    return count(connections.count(), "connection")
        + " between "
        + count(overview.hosts.size(), "host")
        + " in "
        + count(segments, "TCP segment")
        + ", over "
        + Findings.duration(overview.durationNs())
        + ". "
        + count(overview.bytes, "octet")
        + " of payload; "
        + repeats
        + ". "
        + opened(connections.count(), overview)
        + stillOpen(overview.stillOpen);
  }

  private static String opened(int all, Overview overview) {
    if (overview.failed > 0) {
      return count(overview.failed, "attempt") + " to connect failed.";
    }
    return overview.handshakes.getOrDefault(Handshake.Variant.MIDDLE_OF_STREAM, 0) == all
        ? "No attempt to connect is in the file."
        : "No attempt to connect failed.";
  }

  private static String stillOpen(int connections) {
    return connections == 0
        ? ""
        : " "
            + count(connections, "connection")
            + (connections == 1 ? " was" : " were")
            + " still open when the capture ended.";
  }

  /** What matters most, or that nothing does. */
  static String verdict(Connections connections, Findings findings) {
    if (connections.count() == 0) {
      return "There is no TCP connection to judge.";
    }
    if (findings.all().isEmpty()) {
      return "Nothing stands out: no attempt to connect failed, no connection was broken off, and"
          + " hardly a segment was repeated.";
    }
    return findings.all().stream()
        .limit(3)
        .map(
            f -> f.kind().title() + " (" + String.format(Locale.ROOT, "%,d", f.connections()) + ")")
        .collect(Collectors.joining("; ", "What stands out most: ", "."));
  }

  /** A number of things, such as {@code 1,994 connections}. */
  static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}
