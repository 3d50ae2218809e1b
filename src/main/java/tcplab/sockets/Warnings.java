package tcplab.sockets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * Looks for the signs of trouble that an administrator looks for. One snapshot does not tell how
 * long a state lasts, so the thresholds are chosen such that a healthy machine stays below them.
 */
public final class Warnings {
  /** So many CLOSE_WAIT of one process are more than just about to be closed. */
  static final int CLOSE_WAITS = 10;

  /** So many half-open connections of one listener are more than a busy moment. */
  static final int HALF_OPEN = 64;

  /** So many unanswered SYNs to one address and port. */
  static final int UNANSWERED = 3;

  /** So many octets unread are more than a reader that is just busy. */
  static final long UNREAD = 65_536;

  private static final double LOSS = 0.05;
  private static final int LOSS_SAMPLE = 100;
  private static final double FULL = 0.75;
  private static final int PERCENT = 100;

  private final Snapshot sockets;
  private final PortRange range;
  private final List<Warning> found = new ArrayList<>();

  private Warnings(Snapshot sockets, PortRange range) {
    this.sockets = sockets;
    this.range = range;
  }

  /**
   * Looks through a snapshot.
   *
   * @param range the ports that connections of this machine take
   * @return the signs, none twice for the same subject; empty when there are none
   */
  public static List<Warning> of(Snapshot sockets, PortRange range) {
    Warnings warnings = new Warnings(sockets, range);
    warnings.closeWaits();
    warnings.halfOpen();
    warnings.acceptQueues();
    warnings.retransmissions();
    warnings.windows();
    warnings.unanswered();
    warnings.ports();
    return List.copyOf(warnings.found);
  }

  private boolean is(int row, State state) {
    return sockets.state(row).filter(s -> s == state).isPresent();
  }

  private long number(int row, Field field) {
    return sockets.number(row, field, 0);
  }

  private String process(int row) {
    String name = sockets.process(row).orElse("");
    return sockets.has(row, Field.PID)
        ? name + " (pid " + number(row, Field.PID) + ")"
        : "unknown process";
  }

  private String local(int row) {
    return sockets.local(row).orElse("*") + " port " + number(row, Field.LOCAL_PORT);
  }

  private String remote(int row) {
    return sockets.remote(row).orElse("*") + " port " + number(row, Field.REMOTE_PORT);
  }

  private Map<String, List<Integer>> group(IntPredicate wanted, IntFunction<String> key) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int row = 0; row < sockets.size(); row++) {
      if (wanted.test(row)) {
        groups.computeIfAbsent(key.apply(row), any -> new ArrayList<>()).add(row);
      }
    }
    return groups;
  }

  private void add(Warning.Sign sign, String subject, String finding, List<Integer> rows) {
    Snapshot evidence = sockets.rows(rows.stream().mapToInt(Integer::intValue).toArray());
    found.add(new Warning(sign, subject, finding, evidence));
  }

  private void closeWaits() {
    group(row -> is(row, State.CLOSE_WAIT), this::process)
        .forEach(
            (process, rows) -> {
              if (rows.size() >= CLOSE_WAITS) {
                add(
                    Warning.Sign.CLOSE_WAIT_LEAK,
                    process,
                    rows.size() + " sockets in CLOSE_WAIT",
                    rows);
              }
            });
  }

  private void halfOpen() {
    group(row -> is(row, State.SYN_RECEIVED), row -> "port " + number(row, Field.LOCAL_PORT))
        .forEach(
            (port, rows) -> {
              if (rows.size() >= HALF_OPEN) {
                long hosts = rows.stream().map(sockets::remote).distinct().count();
                add(
                    Warning.Sign.SYN_RECEIVED_PILING_UP,
                    port,
                    rows.size() + " handshakes wait for their last ACK, from " + hosts + " hosts",
                    rows);
              }
            });
  }

  private void acceptQueues() {
    for (int row = 0; row < sockets.size(); row++) {
      long waiting = number(row, Field.ACCEPT_QUEUE);
      boolean told = sockets.has(row, Field.BACKLOG) && is(row, State.LISTEN);
      long room = number(row, Field.BACKLOG);
      if (told && waiting > 0 && waiting >= room * FULL) {
        String finding =
            waiting
                + " connections wait for accept(), room for "
                + room
                + (waiting > room ? ": full" : "");
        add(
            Warning.Sign.ACCEPT_QUEUE_FULL,
            local(row) + ", " + process(row),
            finding,
            List.of(row));
      }
    }
  }

  private void retransmissions() {
    group(this::isRetransmitting, this::remoteHost)
        .forEach(
            (host, rows) -> {
              long most =
                  rows.stream().mapToLong(row -> number(row, Field.RETRANSMITS)).max().orElse(0);
              add(
                  Warning.Sign.RETRANSMITTING,
                  host,
                  rows.size() + " connections repeat a segment, up to " + most + " times so far",
                  rows);
            });
    group(this::isLossy, this::remoteHost)
        .forEach(
            (host, rows) -> {
              long sent = rows.stream().mapToLong(row -> number(row, Field.SEGMENTS_OUT)).sum();
              long again =
                  rows.stream().mapToLong(row -> number(row, Field.RETRANSMITS_TOTAL)).sum();
              String finding =
                  again + " of " + sent + " segments sent again (" + again * PERCENT / sent + " %)";
              add(Warning.Sign.LOSSY, host, finding, rows);
            });
  }

  /** Unanswered SYNs are told apart, see {@link #unanswered}. */
  private boolean isRetransmitting(int row) {
    return number(row, Field.RETRANSMITS) > 0
        && !is(row, State.LISTEN)
        && !is(row, State.SYN_SENT)
        && !is(row, State.SYN_RECEIVED)
        && sockets.timer(row).orElse("on").equals("on");
  }

  private boolean isLossy(int row) {
    long sent = number(row, Field.SEGMENTS_OUT);
    return sent >= LOSS_SAMPLE && number(row, Field.RETRANSMITS_TOTAL) > sent * LOSS;
  }

  private String remoteHost(int row) {
    return sockets.remote(row).orElse("unknown host");
  }

  private void windows() {
    group(row -> sockets.timer(row).filter("persist"::equals).isPresent(), this::remoteHost)
        .forEach(
            (host, rows) -> {
              long waiting = rows.stream().mapToLong(row -> number(row, Field.SEND_QUEUE)).sum();
              String finding =
                  rows.size() + " connections probe a closed window; " + waiting + " octets wait";
              add(Warning.Sign.ZERO_WINDOW, host, finding, rows);
            });
    group(row -> number(row, Field.RECV_QUEUE) >= UNREAD && !is(row, State.LISTEN), this::process)
        .forEach(
            (process, rows) -> {
              long unread = rows.stream().mapToLong(row -> number(row, Field.RECV_QUEUE)).sum();
              String finding = rows.size() + " connections with " + unread + " octets unread";
              add(Warning.Sign.NOT_READING, process, finding, rows);
            });
  }

  private void unanswered() {
    group(row -> is(row, State.SYN_SENT), this::remote)
        .forEach(
            (remote, rows) -> {
              boolean repeated = rows.stream().anyMatch(row -> number(row, Field.RETRANSMITS) > 0);
              if (repeated || rows.size() >= UNANSWERED) {
                add(
                    Warning.Sign.NO_ANSWER,
                    remote,
                    rows.size() + " connections wait for an answer to their SYN",
                    rows);
              }
            });
  }

  /** A local port is taken once for each destination: local address, remote address and port. */
  private void ports() {
    group(this::isOutgoing, row -> sockets.local(row).orElse("*") + " to " + remote(row))
        .forEach(
            (destination, rows) -> {
              if (rows.size() >= range.size() * FULL) {
                long waiting = rows.stream().filter(row -> is(row, State.TIME_WAIT)).count();
                String finding =
                    rows.size()
                        + " of "
                        + range.size()
                        + (range.known()
                            ? " ports taken, "
                            : " ports (Linux's default range) taken, ")
                        + waiting
                        + " of them by TIME_WAIT";
                add(Warning.Sign.PORTS_RUNNING_OUT, destination, finding, rows);
              }
            });
  }

  private boolean isOutgoing(int row) {
    @Nullable State state = sockets.state(row).orElse(null);
    return state != State.LISTEN
        && sockets.has(row, Field.REMOTE_PORT)
        && range.contains(number(row, Field.LOCAL_PORT));
  }
}
