package tcplab.capture;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times that tcpdump prints: of day (default), with the date before (-tttt), seconds since the
 * epoch (-tt), or none (-t). A text has no time zone; it is read as UTC. A time of day without a
 * date lies on 1 January 1970, and on the next day once it has passed midnight.
 */
final class TcpdumpClock {
  private static final Pattern TIME =
      Pattern.compile(
          "^\\s*(?:(\\d{1,9}) {1,8})??"
              + "(?:(?:(\\d{4}-\\d\\d-\\d\\d) )?(\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,9}))?"
              + "|(\\d{1,10})\\.(\\d{6}|\\d{9}))\\s");
  private static final Pattern NUMBER = Pattern.compile("^ *(\\d{1,9})  ");
  private static final Pattern UNTIMED = Pattern.compile("^(?: *\\d{1,9}  )?(?:IP6? |ARP, )");
  private static final long DAY = 86_400_000_000_000L;
  private static final long HALF_DAY = DAY / 2;

  private long day;
  private long last = Long.MIN_VALUE;
  private int frame;
  private long timeNs = Packets.NO_TIME;

  /** Whether a frame begins on this line; then {@link #timeNs} and {@link #frame} are its own. */
  boolean begins(String line) {
    Matcher matcher = TIME.matcher(line);
    boolean timed = matcher.find();
    if (!timed && !UNTIMED.matcher(line).find()) {
      return false;
    }
    Matcher number = NUMBER.matcher(line);
    frame = number.find() ? Integer.parseInt(number.group(1)) : frame + 1;
    timeNs = timed ? read(matcher) : Packets.NO_TIME;
    return true;
  }

  /** Since the epoch, or {@link Packets#NO_TIME}. */
  long timeNs() {
    return timeNs;
  }

  /** Counted, or as printed with -#. */
  int frame() {
    return frame;
  }

  private long read(Matcher matcher) {
    if (matcher.group(5) != null) {
      return Long.parseLong(matcher.group(5)) * 1_000_000_000L + fraction(matcher.group(6));
    }
    try {
      long ofDay = LocalTime.parse(matcher.group(3)).toNanoOfDay();
      String fraction = matcher.group(4);
      ofDay += fraction == null ? 0 : fraction(fraction);
      String date = matcher.group(2);
      if (date != null) {
        long seconds = LocalDate.parse(date).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), ofDay);
      }
      day += last != Long.MIN_VALUE && ofDay < last - HALF_DAY ? DAY : 0;
      last = ofDay;
      return day + ofDay;
    } catch (DateTimeException | ArithmeticException e) {
      return Packets.NO_TIME; // 99:99:99 is no time; the segment behind it may be one.
    }
  }

  private static long fraction(String digits) {
    return Long.parseLong((digits + "00000000").substring(0, 9));
  }
}
