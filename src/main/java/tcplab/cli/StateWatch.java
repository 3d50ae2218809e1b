package tcplab.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import tcplab.sockets.Snapshot;
import tcplab.tcp.State;

/** Prints how many sockets are in each state, a line for each reading, as it comes. */
final class StateWatch {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final int CELL = 6;
  private static final int HEADINGS_EVERY = 20;

  private final Format format;
  private final PrintWriter out;
  private int lines;

  StateWatch(Format format, PrintWriter out) {
    this.format = format;
    this.out = out;
  }

  void print(Snapshot sockets) {
    Map<State, Integer> counts = sockets.stateHistogram();
    long timeNs = sockets.timeNs().orElse(0);
    switch (format) {
      case TABLE -> row(counts, timeNs, sockets.size());
      case CSV -> csv(counts, timeNs, sockets.size());
      case JSON -> json(counts, timeNs, sockets.size());
    }
    out.flush();
    lines++;
  }

  private static String column(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Two letters or three for each word: eleven states fit into 80 cells. */
  private static String heading(State state) {
    return switch (state) {
      case LISTEN -> "listn";
      case SYN_SENT -> "synst";
      case SYN_RECEIVED -> "synrv";
      case ESTABLISHED -> "estab";
      case FIN_WAIT_1 -> "finw1";
      case FIN_WAIT_2 -> "finw2";
      case CLOSE_WAIT -> "closw";
      case CLOSING -> "clsng";
      case LAST_ACK -> "lsack";
      case TIME_WAIT -> "timew";
      case CLOSED -> "closd";
    };
  }

  private void row(Map<State, Integer> counts, long timeNs, int sockets) {
    StringBuilder line = new StringBuilder();
    if (lines % HEADINGS_EVERY == 0) {
      line.append("time    ").append(right("all"));
      counts.keySet().forEach(state -> line.append(right(heading(state))));
      out.println(line);
      line.setLength(0);
    }
    line.append(CLOCK.format(Instant.ofEpochSecond(0, timeNs))).append(right("" + sockets));
    counts.values().forEach(count -> line.append(right("" + count)));
    out.println(line);
  }

  private static String right(String text) {
    return " ".repeat(Math.max(1, CELL - text.length())) + text;
  }

  private void csv(Map<State, Integer> counts, long timeNs, int sockets) {
    StringBuilder line = new StringBuilder();
    if (lines == 0) {
      line.append("time_ns,sockets");
      counts.keySet().forEach(state -> line.append(',').append(column(state)));
      line.append("\r\n");
    }
    line.append(timeNs).append(',').append(sockets);
    counts.values().forEach(count -> line.append(',').append(count));
    out.print(line.append("\r\n"));
  }

  private void json(Map<State, Integer> counts, long timeNs, int sockets) {
    StringBuilder line = new StringBuilder();
    line.append("{\"time_ns\":").append(timeNs).append(",\"sockets\":").append(sockets);
    counts.forEach(
        (state, count) -> line.append(",\"").append(column(state)).append("\":").append(count));
    out.println(line.append('}'));
  }
}
