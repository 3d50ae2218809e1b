package tcplab.capture;

import static tcplab.capture.Packets.ABSENT;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcplab.capture.Packets.Options;

/** The options of a segment as tcpdump prints them, such as {@code mss 1460,sackOK,wscale 7}. */
final class TcpdumpOptions {
  private static final Pattern BLOCK = Pattern.compile("\\{(\\d{1,10}):(\\d{1,10})\\}");
  private static final Pattern TIMESTAMPS = Pattern.compile("TS val (\\d{1,10}) ecr (\\d{1,10})");
  private static final Pattern VALUE = Pattern.compile("(mss|wscale) (\\d{1,5})");
  private static final int MD5 = 19;
  private static final int MPTCP = 30;
  private static final int FAST_OPEN = 34;

  private int mss = ABSENT;
  private int windowScale = ABSENT;
  private boolean sackPermitted;
  private int[] sack = new int[0];
  private int fastOpen = ABSENT;
  private long kinds;
  private boolean stamped;
  private int tsValue;
  private int tsEcho;

  /**
   * Reads the options of a line.
   *
   * @param sackOrigin added to every edge
   */
  TcpdumpOptions(List<String> options, int sackOrigin) {
    for (String option : options) {
      read(option, sackOrigin);
    }
  }

  Options options(int urgent) {
    return new Options(mss, windowScale, sackPermitted, sack, urgent, fastOpen, kinds);
  }

  boolean stamped() {
    return stamped;
  }

  int tsValue() {
    return tsValue;
  }

  int tsEcho() {
    return tsEcho;
  }

  private void read(String option, int sackOrigin) {
    Matcher value = VALUE.matcher(option);
    Matcher timestamps = TIMESTAMPS.matcher(option);
    if (value.matches()) {
      int number = Integer.parseInt(value.group(2));
      if (option.startsWith("mss")) {
        mss = number;
      } else {
        windowScale = number;
      }
    } else if (option.equals("sackOK")) {
      sackPermitted = true;
    } else if (timestamps.matches()) {
      stamped = true;
      tsValue = (int) Long.parseLong(timestamps.group(1));
      tsEcho = (int) Long.parseLong(timestamps.group(2));
    } else if (option.startsWith("sack ")) {
      sack = blocks(option, sackOrigin);
    } else {
      other(option);
    }
  }

  private void other(String option) {
    if (option.startsWith("tfo") || option.startsWith("exp-tfo")) {
      kinds |= option.startsWith("tfo") ? 1L << FAST_OPEN : 1L << 62;
      int cookie = option.indexOf("cookie ");
      fastOpen = cookie < 0 ? 0 : (option.length() - cookie - 7) / 2;
    } else if (option.startsWith("mptcp")) {
      kinds |= 1L << MPTCP;
    } else if (option.startsWith("md5")) {
      kinds |= 1L << MD5;
    }
  }

  private static int[] blocks(String option, int origin) {
    return BLOCK
        .matcher(option)
        .results()
        .limit(5)
        .flatMapToInt(
            block ->
                java.util.stream.IntStream.of(
                    (int) Long.parseLong(block.group(1)) + origin,
                    (int) Long.parseLong(block.group(2)) + origin))
        .toArray();
  }
}
