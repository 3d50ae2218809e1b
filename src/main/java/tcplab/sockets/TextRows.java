package tcplab.sockets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * The rows read from a text, and what can only be known from the whole of it: whether {@code *}
 * means IPv4 or IPv6, which words were not understood.
 */
final class TextRows {
  private static final int MOST_WORDS_REMEMBERED = 8;
  private static final String ANY = "*";

  private final Rows rows = new Rows();
  private final Set<String> unknownStates = new TreeSet<>();
  private final Set<String> unknownServices = new TreeSet<>();
  private boolean labelsV6;
  private boolean starIsV4;
  private boolean writesV4Wildcard;
  private int cutRows;
  private int sample;

  Rows rows() {
    return rows;
  }

  int size() {
    return rows.size();
  }

  /** The rows from here on were printed later ({@code netstat -c}). */
  void nextSample() {
    sample++;
  }

  int samples() {
    return sample + 1;
  }

  /** Begins a row that the /proc reader has filled. */
  void filled() {
    if (rows.size() > 0) {
      rows.sample(rows.size() - 1, sample);
    }
  }

  /**
   * Adds a row.
   *
   * @param protocol the label in front of it, such as tcp6; empty when there is none
   */
  int add(Endpoint local, Endpoint remote, String protocol, @Nullable State state) {
    int row = rows.add();
    rows.sample(row, sample);
    String label = protocol.toLowerCase(Locale.ROOT);
    labelsV6 |= label.equals("tcp6");
    String family = family(local, remote, label);
    address(row, TextField.LOCAL, local, label, family);
    address(row, TextField.REMOTE, remote, label, family);
    port(row, Field.LOCAL_PORT, local);
    port(row, Field.REMOTE_PORT, remote);
    if (family != null) {
      rows.set(row, TextField.FAMILY, family);
    }
    if (state != null) {
      rows.state(row, state);
    }
    starIsV4 |=
        "ipv4".equals(family) && remote.address().equals(ANY) && !local.address().equals(ANY);
    writesV4Wildcard |= local.address().equals("0.0.0.0") || remote.address().equals("0.0.0.0");
    return row;
  }

  private static @Nullable String family(Endpoint local, Endpoint remote, String label) {
    if (label.equals("tcp6") || label.equals("tcp46") || label.equals("tcpv6")) {
      return "ipv6";
    }
    if (local.address().indexOf(':') >= 0 || remote.address().indexOf(':') >= 0) {
      return "ipv6";
    }
    boolean quad = isQuad(local.address()) || isQuad(remote.address());
    return quad || label.equals("tcp4") ? "ipv4" : null;
  }

  private static boolean isQuad(String address) {
    int scope = address.indexOf('%');
    return IpAddress.isDottedQuad(scope < 0 ? address : address.substring(0, scope));
  }

  /** net-tools 2.10 prints the mapped address of an IPv6 socket as if it were IPv4. */
  private void address(
      int row, TextField field, Endpoint endpoint, String label, @Nullable String family) {
    String address = endpoint.address();
    if (address.equals(ANY) && family != null && !label.equals("tcp") && !label.isEmpty()) {
      address = family.equals("ipv4") ? "0.0.0.0" : "::";
    } else if (label.equals("tcp6") && isQuad(address)) {
      address = "::ffff:" + address;
    }
    rows.set(row, field, address);
  }

  private void port(int row, Field field, Endpoint endpoint) {
    if (endpoint.port() > 0) {
      rows.set(row, field, endpoint.port());
    } else if (endpoint.isUnknownService()) {
      remember(unknownServices, endpoint.portText());
    }
  }

  /** Notes a word that stands where the state should and is none. */
  void unknownState(String word) {
    remember(unknownStates, word);
  }

  private static void remember(Set<String> words, String word) {
    if (words.size() < MOST_WORDS_REMEMBERED) {
      words.add(Printable.of(word));
    }
  }

  /** Marks a row whose address the tool cut. */
  void markCut(int row) {
    if (!rows.isCut(row)) {
      rows.markCut(row);
      cutRows++;
    }
  }

  /** Settles what {@code *} means, and says what a reader should know. */
  List<String> finish() {
    for (int row = 0; row < rows.size(); row++) {
      star(row);
    }
    List<String> notes = new ArrayList<>();
    if (sample > 0) {
      notes.add("the text holds the table " + samples() + " times; sample(n) gives one of them");
    }
    if (cutRows > 0) {
      notes.add(
          cutRows + " rows with addresses that the tool cut to fit its columns; use netstat -W");
    }
    if (!unknownStates.isEmpty()) {
      notes.add("unknown states, left empty: " + String.join(", ", unknownStates));
    }
    if (!unknownServices.isEmpty()) {
      notes.add(
          "unknown service names, their ports left empty: "
              + String.join(", ", unknownServices)
              + "; use -n");
    }
    return notes;
  }

  /**
   * Old versions of ss write {@code *} for 0.0.0.0, new ones for a socket that takes IPv6 and IPv4.
   * Which it is shows in the other rows; when it does not, the star stays.
   */
  private void star(int row) {
    boolean local = ANY.equals(rows.get(row, TextField.LOCAL));
    boolean remote = ANY.equals(rows.get(row, TextField.REMOTE));
    if (!local && !remote) {
      return;
    }
    String family = rows.get(row, TextField.FAMILY);
    if (family == null && (starIsV4 || labelsV6)) {
      family = "ipv4";
    } else if (family == null && writesV4Wildcard) {
      family = "ipv6";
    }
    if (family == null) {
      return;
    }
    String any = family.equals("ipv4") ? "0.0.0.0" : "::";
    rows.set(row, TextField.FAMILY, family);
    rows.set(row, TextField.LOCAL, local ? any : rows.get(row, TextField.LOCAL));
    rows.set(row, TextField.REMOTE, remote ? any : rows.get(row, TextField.REMOTE));
  }
}
