package tcplab.sockets;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ss prints after the addresses (ss(8), and {@code tcp_stats_print} of its source): {@code
 * users:(("sshd",pid=1206,fd=3))}, {@code timer:(keepalive,119min,0)}, {@code ino:}, {@code uid:},
 * {@code sk:}, and with {@code -i} the kernel's tcp_info in words.
 */
final class SsInfo {
  private static final int MS_PER_MINUTE = 60_000;
  private static final int MS_PER_SECOND = 1000;
  private static final Set<String> FLAGS =
      Set.of(
          "ts",
          "sack",
          "ecn",
          "ecnseen",
          "fastopen",
          "app_limited",
          "send",
          "<->",
          "-->",
          "<--",
          "---");

  private final Rows rows;
  private final int row;

  private SsInfo(Rows rows, int row) {
    this.rows = rows;
    this.row = row;
  }

  /** Reads the rest of a line, or the line below, into a row. */
  static void read(String text, Rows rows, int row) {
    SsInfo info = new SsInfo(rows, row);
    int users = text.indexOf("users:((");
    int after = users < 0 ? 0 : info.users(text, users);
    String rest = users < 0 ? text : text.substring(0, users) + " " + text.substring(after);
    info.words(new Line(rest));
  }

  /** Reads the processes, keeps the lowest pid, and returns where they end. */
  private int users(String text, int from) {
    int at = from;
    while (true) {
      int open = text.indexOf("(\"", at);
      int close = open < 0 ? -1 : text.indexOf("\",", open + 2);
      if (close < 0) {
        break;
      }
      int end = text.indexOf(')', close);
      end = end < 0 ? text.length() : end;
      owner(text.substring(open + 2, close), text.substring(close + 2, end));
      at = end;
      if (!text.startsWith("),(", end)) {
        break;
      }
    }
    int end = text.indexOf("))", at);
    return end < 0 ? text.length() : end + 2;
  }

  /** {@code pid=1206,fd=3}, or {@code 1206,3} of old versions. */
  private void owner(String name, String numbers) {
    String[] parts = numbers.split(",", -1);
    long pid = -1;
    long fd = -1;
    for (int i = 0; i < parts.length; i++) {
      String value = parts[i].substring(parts[i].indexOf('=') + 1);
      if (parts[i].startsWith("pid=") || i == 0) {
        pid = Line.isNumber(value) ? Long.parseLong(value) : -1;
      } else if (parts[i].startsWith("fd=") || (i == 1 && parts.length == 2)) {
        fd = Line.isNumber(value) ? Long.parseLong(value) : -1;
      }
    }
    if (pid <= 0 || (rows.has(row, Field.PID) && rows.get(row, Field.PID) <= pid)) {
      return;
    }
    rows.set(row, Field.PID, pid);
    rows.set(row, Field.FD, fd < 0 ? Rows.ABSENT : fd);
    rows.set(row, TextField.PROCESS, name);
  }

  private void words(Line line) {
    boolean info = false;
    for (int i = 0; i < line.size(); i++) {
      String word = line.word(i);
      int colon = word.indexOf(':');
      if (word.equals("pacing_rate") || word.equals("delivery_rate")) {
        rate(word, line.word(++i));
      } else if (word.equals("send")) {
        i++;
      } else if (colon > 0) {
        pair(word.substring(0, colon), word.substring(colon + 1));
        info |= word.startsWith("rto:") || word.startsWith("wscale:");
      } else if (!info && isCongestion(word)) {
        rows.set(row, TextField.CONGESTION, word);
        info = true;
      }
    }
  }

  /** The only bare word before the numbers that is no flag: cubic, bbr, reno, dctcp. */
  private static boolean isCongestion(String word) {
    return !FLAGS.contains(word)
        && word.length() <= 16
        && Character.isLetter(word.charAt(0))
        && word.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-'));
  }

  private void pair(String key, String value) {
    switch (key) {
      case "timer" -> timer(value);
      case "ino" -> positive(Field.INODE, value);
      case "uid" -> number(Field.UID, value);
      case "sk" -> cookie(value);
      case "rto" -> scaled(Field.RTO_US, value);
      case "rtt" -> rtt(value);
      case "minrtt" -> scaled(Field.MIN_RTT_US, value);
      case "mss" -> number(Field.MSS, value);
      case "pmtu" -> number(Field.PMTU, value);
      case "cwnd" -> number(Field.CWND, value);
      case "ssthresh" -> number(Field.SSTHRESH, value);
      case "bytes_acked" -> number(Field.BYTES_ACKED, value);
      case "bytes_received" -> number(Field.BYTES_RECEIVED, value);
      case "segs_in" -> number(Field.SEGMENTS_IN, value);
      case "segs_out" -> number(Field.SEGMENTS_OUT, value);
      case "retrans" -> number(Field.RETRANSMITS_TOTAL, value.substring(value.indexOf('/') + 1));
      default -> {
        // skmem, wscale, rcv_space and the like: not in the data dictionary.
      }
    }
  }

  private void number(Field field, String value) {
    if (Line.isNumber(value)) {
      rows.set(row, field, Long.parseLong(value));
    }
  }

  private void positive(Field field, String value) {
    if (!value.equals("0")) {
      number(field, value);
    }
  }

  private void cookie(String hex) {
    if (!hex.isEmpty()
        && hex.length() <= 15
        && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      rows.set(row, Field.COOKIE, Long.parseLong(hex, 16));
    }
  }

  private void rtt(String value) {
    int slash = value.indexOf('/');
    scaled(Field.RTT_US, slash < 0 ? value : value.substring(0, slash));
    if (slash >= 0) {
      scaled(Field.RTT_VAR_US, value.substring(slash + 1));
    }
  }

  /** Milliseconds with a fraction, as microseconds. */
  private void scaled(Field field, String value) {
    BigDecimal number = decimal(value);
    if (number != null) {
      rows.set(row, field, number.movePointRight(3).longValue());
    }
  }

  /** At most 18 characters of digits and one point, so that no exponent makes it huge. */
  private static @Nullable BigDecimal decimal(String value) {
    int point = value.indexOf('.');
    String digits = point < 0 ? value : value.substring(0, point) + value.substring(point + 1);
    boolean fits = Line.isNumber(digits) && digits.length() <= 15 && !value.endsWith(".");
    return fits ? new BigDecimal(value) : null;
  }

  /** {@code 65585184bps}, {@code 1.2Mbps}: bits a second, stored as octets a second. */
  private void rate(String key, String value) {
    if (!value.endsWith("bps")) {
      return;
    }
    String number = value.substring(0, value.length() - 3);
    int shift = number.isEmpty() ? -1 : "KMGT".indexOf(number.charAt(number.length() - 1));
    BigDecimal bits = decimal(shift < 0 ? number : number.substring(0, number.length() - 1));
    if (bits != null) {
      long octets = bits.movePointRight(3 * (shift + 1)).longValue() / 8;
      rows.set(row, key.equals("pacing_rate") ? Field.PACING_RATE : Field.DELIVERY_RATE, octets);
    }
  }

  /** {@code (on,7.972ms,0)}: which, until when, how many repeats. */
  private void timer(String value) {
    String[] parts = value.replace("(", "").replace(")", "").split(",", -1);
    if (parts.length != 3) {
      return;
    }
    rows.set(row, TextField.TIMER, Printable.of(parts[0]));
    long ms = milliseconds(parts[1]);
    if (ms >= 0) {
      rows.set(row, Field.TIMER_MS, ms);
    }
    number(Field.RETRANSMITS, parts[2]);
  }

  /**
   * ss's way to print a time: {@code 119min}, {@code 1min3sec}, {@code 59sec}, {@code 796ms}, and
   * {@code 7.972ms}, which is 7 s and 972 ms. Nothing at all is 0.
   *
   * @return milliseconds, or -1 when it is no time
   */
  static long milliseconds(String text) {
    String rest = text;
    long total = 0;
    int minutes = rest.indexOf("min");
    if (minutes > 0) {
      if (!Line.isNumber(rest.substring(0, minutes)) || minutes > 9) {
        return -1;
      }
      total = Long.parseLong(rest.substring(0, minutes)) * MS_PER_MINUTE;
      rest = rest.substring(minutes + 3);
    }
    if (rest.isEmpty()) {
      return total;
    }
    boolean seconds = rest.endsWith("sec") || (rest.endsWith("ms") && rest.indexOf('.') >= 0);
    String number =
        rest.endsWith("sec") ? rest.substring(0, rest.length() - 3) : rest.replace("ms", "");
    BigDecimal value = decimal(number);
    return value == null
        ? -1
        : total + value.multiply(BigDecimal.valueOf(seconds ? MS_PER_SECOND : 1)).longValue();
  }
}
