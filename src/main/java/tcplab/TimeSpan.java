package tcplab;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a time span as people write it: {@code 250ms}, {@code 1s}, {@code 0.5s}, {@code 2m}. */
public final class TimeSpan {
  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h)?");
  private static final double NS_PER_MS = 1e6;

  private TimeSpan() {}

  /**
   * Reads a number with {@code ms}, {@code s}, {@code m} or {@code h}; without, it is seconds. ISO
   * 8601's spelling, such as {@code PT1M}, is read too.
   *
   * @throws IllegalArgumentException when it is no time span
   */
  public static Duration parse(String text) {
    Matcher shape = SHAPE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (shape.matches()) {
      double ms =
          switch (shape.group(2) == null ? "s" : shape.group(2)) {
            case "ms" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1000;
          };
      return Duration.ofNanos((long) (Double.parseDouble(shape.group(1)) * ms * NS_PER_MS));
    }
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time span; write 250ms, 1s, 2m or 1h", e);
    }
  }
}
