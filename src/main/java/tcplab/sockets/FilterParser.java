package tcplab.sockets;

import java.util.EnumSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import tcplab.sockets.SocketFilter.RowTest;
import tcplab.tcp.ServiceNames;
import tcplab.tcp.State;

/**
 * Reads ss's filter language by recursive descent. The grammar is that of iproute2's {@code
 * ssfilter.y}:
 *
 * <pre>
 * filter  = { "state" STATES | "exclude" STATES } [ or ]
 * or      = and { ("or" | "|") and }
 * and     = not { [ "and" | "&amp;" ] not }
 * not     = [ "not" | "!" ] ( "(" or ")" | atom )
 * atom    = ("src" | "dst") [ "=" | "!=" ] HOST | ("sport" | "dport") COMPARISON PORT | ...
 * </pre>
 */
final class FilterParser {
  private static final int MOST_NESTED = 200;
  private static final int HIGHEST_PORT = 65535;
  private static final String ATOMS =
      "src, dst, sport, dport, state, exclude, process, pid, uid, cgroup, not or (";

  private final FilterWords words;
  private int depth;

  FilterParser(String text) {
    words = new FilterWords(text);
  }

  /** Reads the whole filter. */
  RowTest parse() {
    Set<State> states = leadingStates();
    RowTest rest = words.atEnd() ? (sockets, row) -> true : or();
    if (!words.atEnd()) {
      throw words.problem("'" + words.peek() + "' closes nothing");
    }
    return states == null
        ? rest
        : (sockets, row) -> in(states, sockets, row) && rest.test(sockets, row);
  }

  private static boolean in(Set<State> states, Snapshot sockets, int row) {
    return sockets.state(row).map(states::contains).orElse(false);
  }

  /** Several "state" add up, "exclude" takes away; null when there are none. */
  private @Nullable Set<State> leadingStates() {
    Set<State> states = null;
    while (true) {
      if (words.take("state")) {
        Set<State> more = states();
        states = states == null ? EnumSet.noneOf(State.class) : states;
        states.addAll(more);
      } else if (words.take("exclude", "excl")) {
        states = states == null ? EnumSet.allOf(State.class) : states;
        states.removeAll(states());
      } else {
        return states;
      }
    }
  }

  private Set<State> states() {
    String word = words.next("a state");
    Set<State> all = EnumSet.allOf(State.class);
    switch (word.toLowerCase(Locale.ROOT)) {
      case "all" -> {}
      case "connected" -> all.removeAll(EnumSet.of(State.LISTEN, State.CLOSED));
      case "synchronized" -> all.removeAll(EnumSet.of(State.LISTEN, State.CLOSED, State.SYN_SENT));
      case "bucket" -> all.retainAll(EnumSet.of(State.SYN_RECEIVED, State.TIME_WAIT));
      case "big" -> all.removeAll(EnumSet.of(State.SYN_RECEIVED, State.TIME_WAIT));
      case "unconnected" -> all.retainAll(EnumSet.of(State.CLOSED));
      default -> all.retainAll(EnumSet.of(state(word)));
    }
    return all;
  }

  private State state(String word) {
    return State.parse(word)
        .orElseThrow(
            () ->
                words.problemBefore(
                    "'"
                        + word
                        + "' is no state; one of established, syn-sent, syn-recv, fin-wait-1, fin-wait-2, time-wait,"
                        + " closed, close-wait, last-ack, listening, closing, all, connected, synchronized, bucket, big"));
  }

  private RowTest or() {
    if (++depth > MOST_NESTED) {
      throw words.problem("more than " + MOST_NESTED + " parentheses inside each other");
    }
    RowTest left = and();
    while (words.take("or", "|", "||")) {
      RowTest first = left;
      RowTest second = and();
      left = (sockets, row) -> first.test(sockets, row) || second.test(sockets, row);
    }
    depth--;
    return left;
  }

  private RowTest and() {
    RowTest left = not();
    while (!words.atEnd() && !words.peek().equals(")") && !isOr()) {
      words.take("and", "&", "&&");
      RowTest first = left;
      RowTest second = not();
      left = (sockets, row) -> first.test(sockets, row) && second.test(sockets, row);
    }
    return left;
  }

  private boolean isOr() {
    String word = words.peek();
    return word.equals("or") || word.equals("|") || word.equals("||");
  }

  private RowTest not() {
    boolean negated = false;
    while (words.take("not", "!")) {
      negated = !negated;
    }
    RowTest test;
    if (words.take("(")) {
      test = or();
      if (!words.take(")")) {
        throw words.problem("a ')' is missing");
      }
    } else {
      test = atom();
    }
    return negated ? (sockets, row) -> !test.test(sockets, row) : test;
  }

  private RowTest atom() {
    if (words.take("src")) {
      return host(TextField.LOCAL, Field.LOCAL_PORT);
    } else if (words.take("dst")) {
      return host(TextField.REMOTE, Field.REMOTE_PORT);
    } else if (words.take("sport")) {
      return port(Field.LOCAL_PORT);
    } else if (words.take("dport")) {
      return port(Field.REMOTE_PORT);
    } else if (words.take("state")) {
      Set<State> states = states();
      return (sockets, row) -> in(states, sockets, row);
    } else if (words.take("exclude", "excl")) {
      Set<State> states = states();
      return (sockets, row) -> !in(states, sockets, row);
    }
    return ownAtom();
  }

  private RowTest ownAtom() {
    if (words.take("process")) {
      return text(TextField.PROCESS, "a process's name");
    } else if (words.take("cgroup")) {
      return text(TextField.CGROUP, "a cgroup's path");
    } else if (words.take("pid")) {
      return number(Field.PID);
    } else if (words.take("uid")) {
      return number(Field.UID);
    }
    String word = words.peek();
    throw words.problem(
        word.isEmpty()
            ? "here the filter ends, but a condition is missing: " + ATOMS
            : "'" + word + "' is not understood; a condition begins with " + ATOMS);
  }

  /** The sign of equality may be left out; the answer says whether it is its opposite. */
  private boolean unequal() {
    if (words.take("!=", "ne", "neq")) {
      return true;
    }
    words.take("=", "==", "eq");
    return false;
  }

  private RowTest text(TextField field, String expected) {
    boolean unequal = unequal();
    String wanted = words.next(expected);
    return (sockets, row) -> wanted.equals(sockets.text(row, field)) != unequal;
  }

  private RowTest number(Field field) {
    boolean unequal = unequal();
    String word = words.next("a number");
    if (!word.matches("[0-9]{1,10}")) {
      throw words.problemBefore("'" + word + "' is no number");
    }
    long wanted = Long.parseLong(word);
    return (sockets, row) -> (sockets.number(row, field, -1) == wanted) != unequal;
  }

  private RowTest port(Field field) {
    LongPredicate comparison = comparison();
    return (sockets, row) -> comparison.test(sockets.number(row, field, 0));
  }

  /** A missing port counts as 0, which is what the kernel has for it. */
  private LongPredicate comparison() {
    if (words.take(">=", "ge", "geq")) {
      long bound = portNumber();
      return port -> port >= bound;
    } else if (words.take("<=", "le", "leq")) {
      long bound = portNumber();
      return port -> port <= bound;
    } else if (words.take(">", "gt")) {
      long bound = portNumber();
      return port -> port > bound;
    } else if (words.take("<", "lt")) {
      long bound = portNumber();
      return port -> port < bound;
    }
    boolean unequal = unequal();
    long wanted = portNumber();
    return port -> (port == wanted) != unequal;
  }

  private int portNumber() {
    String word = words.next("a port");
    return portOf(word.startsWith(":") ? word.substring(1) : word);
  }

  private int portOf(String text) {
    if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) <= HIGHEST_PORT) {
      return Integer.parseInt(text);
    }
    OptionalInt known = ServiceNames.port(text);
    if (known.isEmpty()) {
      throw words.problemBefore(
          "'" + text + "' is no port; a number from 0 to 65535 or a service's name");
    }
    return known.getAsInt();
  }

  private RowTest host(TextField addressField, Field portField) {
    boolean unequal = unequal();
    HostCondition host = HostCondition.of(words.next("an address"));
    Network network;
    try {
      network = host.address().isEmpty() ? null : Network.parse(host.address());
    } catch (IllegalArgumentException e) {
      throw words.problemBefore(String.valueOf(e.getMessage()));
    }
    boolean anyPort = host.port().isEmpty();
    int port = anyPort ? 0 : portOf(host.port());
    return (sockets, row) ->
        ((network == null || network.contains(sockets.text(row, addressField)))
                && (anyPort || sockets.number(row, portField, 0) == port))
            != unequal;
  }

  /**
   * What stands behind {@code src} and {@code dst}: {@code 10.0.0.1}, {@code 10.0.0.0/8:443},
   * {@code [::1]:22}, {@code ::1}, {@code :22}, {@code *}.
   *
   * @param address empty for any
   * @param port empty for any
   */
  private record HostCondition(String address, String port) {
    static HostCondition of(String word) {
      String text = word.startsWith("inet:") ? word.substring(5) : word;
      text = text.startsWith("inet6:") ? text.substring(6) : text;
      int close = text.indexOf(']');
      int colon = text.lastIndexOf(':');
      boolean bare = close < 0 && text.indexOf(':') != colon && !text.startsWith("*:");
      String address = bare || colon < close || colon < 0 ? text : text.substring(0, colon);
      String port = bare || colon < close || colon < 0 ? "" : text.substring(colon + 1);
      address = address.replace("[", "").replace("]", "");
      return new HostCondition(address.equals("*") ? "" : address, port.equals("*") ? "" : port);
    }
  }
}
