package tcplab.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The kernel's counters of its network protocols at one moment: {@code /proc/net/snmp} (RFC 4022's
 * and others' MIB), {@code netstat} (Linux's own), {@code snmp6}, {@code sockstat} and {@code
 * sockstat6}. They count since the machine, or the network namespace, began; the counters of
 * sockstat say what is now.
 */
public final class Counters {
  private static final List<String> FILES =
      List.of("snmp", "netstat", "snmp6", "sockstat", "sockstat6");

  private final OptionalLong timeNs;
  private final Map<String, Long> values;

  private Counters(OptionalLong timeNs, Map<String, Long> values) {
    this.timeNs = timeNs;
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * This machine's, now.
   *
   * @throws SocketReadException when the machine does not show them
   */
  public static Counters ofThisMachine() throws SocketReadException {
    return under(Path.of("/proc"));
  }

  static Counters under(Path root) throws SocketReadException {
    long timeNs = LiveSockets.now();
    Map<String, Long> values = new LinkedHashMap<>();
    for (String name : FILES) {
      Path file = root.resolve("net").resolve(name);
      try {
        read(Files.readString(file), values);
      } catch (NoSuchFileException e) {
        // a kernel without IPv6 has no snmp6
      } catch (IOException e) {
        throw new SocketReadException(
            "cannot read " + file + ": " + e.getMessage(), "check that this user may read it", e);
      }
    }
    if (values.isEmpty()) {
      throw new SocketReadException(
          "there are no counters under " + root.resolve("net"), "they are read on Linux only");
    }
    return new Counters(OptionalLong.of(timeNs), values);
  }

  /**
   * Reads the text of one or several of these files.
   *
   * @throws SocketTextException when there is no counter in it
   */
  public static Counters parse(String text) throws SocketTextException {
    Map<String, Long> values = new LinkedHashMap<>();
    read(text, values);
    if (values.isEmpty()) {
      throw new SocketTextException(
          "text", 1, "there are no counters in it", "give /proc/net/snmp, netstat or sockstat");
    }
    return new Counters(OptionalLong.empty(), values);
  }

  /**
   * Three shapes of lines: two with the same first word, names above numbers; a first word, then
   * names and numbers in turn; a name and a number.
   */
  private static void read(String text, Map<String, Long> values) {
    String[] names = {};
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length == 2 && isNumber(words[1]) && !words[0].endsWith(":")) {
        values.put(words[0], Long.parseLong(words[1]));
      } else if (words.length > 1 && words[0].endsWith(":")) {
        String group = words[0].substring(0, words[0].length() - 1);
        boolean heading = !isNumber(words[1]);
        if (heading && words.length > 2 && isNumber(words[2])) {
          pairs(group, words, values);
        } else if (!heading && names.length == words.length && names[0].equals(words[0])) {
          columns(group, names, words, values);
        }
        names = heading ? words : names;
      }
    }
  }

  private static void pairs(String group, String[] words, Map<String, Long> values) {
    for (int i = 1; i + 1 < words.length; i += 2) {
      if (isNumber(words[i + 1])) {
        values.put(group + "." + words[i], Long.parseLong(words[i + 1]));
      }
    }
  }

  private static void columns(
      String group, String[] names, String[] words, Map<String, Long> values) {
    for (int i = 1; i < words.length; i++) {
      if (isNumber(words[i])) {
        values.put(group + names[i], Long.parseLong(words[i]));
      }
    }
  }

  private static boolean isNumber(String word) {
    return word.matches("-?[0-9]{1,18}");
  }

  /** When they were read, ns since the epoch; empty for a text. */
  public OptionalLong timeNs() {
    return timeNs;
  }

  /** The names in the kernel's order, as nstat spells them: {@code TcpExtListenOverflows}. */
  public List<String> names() {
    return new ArrayList<>(values.keySet());
  }

  /** One counter's value; empty when this kernel does not have it. */
  public OptionalLong value(String name) {
    Long value = values.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** What a counter counts, in a sentence; empty for one that nobody has described here. */
  public static String meaning(String name) {
    return CounterWords.of(name);
  }
}
