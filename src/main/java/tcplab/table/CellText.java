package tcplab.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads in the cells of a column: times of day instead of nanoseconds since the
 * epoch, and six digits of what has a fraction. CSV and JSON are for programs and have the numbers
 * as they are.
 *
 * <p>A column whose name ends in {@code _ns} holds such times (ARCHITECTURE.md, data dictionary).
 * They are written like tcpdump's, {@code 16:58:36.634429}: with nine digits behind the point where
 * a row needs them, and with the date where the rows shown are not all of one day. Times of the
 * first day of 1970 count from a beginning of their own, as a simulation's do, and are in no zone.
 */
final class CellText {
  private static final long NS_PER_S = 1_000_000_000;
  private static final long DAY_NS = 86_400 * NS_PER_S;
  private static final long NS_PER_US = 1000;

  private static final int DIGITS = 6;
  private static final double SMALLEST = 1e-6;
  private static final double LARGEST = 1e15;

  private final Column column;
  private final ZoneId zone;

  /** The same column when it holds times. */
  private final Column.@Nullable Longs times;

  private boolean dated;
  private @Nullable LocalDate day;
  private boolean fine;

  /**
   * The cells of a column.
   *
   * @param zone whose time of day is written
   * @param head so many rows are shown from the beginning
   * @param tail and so many from the end
   */
  CellText(Column column, ZoneId zone, int head, int tail) {
    this.column = column;
    this.zone = zone;
    boolean times = column.name().endsWith("_ns");
    this.times = times && column instanceof Column.Longs longs ? longs : null;
    for (int row = 0; row < Math.min(head, column.rows()); row++) {
      look(row);
    }
    for (int row = Math.max(head, column.rows() - tail); row < column.rows(); row++) {
      look(row);
    }
  }

  private void look(int row) {
    if (times != null && !times.isMissing(row)) {
      long ns = times.value().applyAsLong(row);
      LocalDate its = local(ns).toLocalDate();
      dated |= day != null && !its.equals(day);
      day = its;
      fine |= ns % NS_PER_US != 0;
    }
  }

  /** The day of all times that are shown; empty when there are several, or none. */
  Optional<LocalDate> day() {
    boolean ownBeginning = day != null && day.toEpochDay() == 0;
    return dated || ownBeginning ? Optional.empty() : Optional.ofNullable(day);
  }

  Column column() {
    return column;
  }

  /** The moment that a row's cell shows; empty where it shows none since 1970. */
  Optional<Instant> moment(int row) {
    if (times == null || times.isMissing(row)) {
      return Optional.empty();
    }
    long ns = times.value().applyAsLong(row);
    return ns < DAY_NS ? Optional.empty() : Optional.of(instant(ns));
  }

  /** Appends what a row's cell shows; nothing when the value is missing. */
  void append(int row, StringBuilder out) {
    if (times != null && !times.isMissing(row) && times.value().applyAsLong(row) >= 0) {
      time(times.value().applyAsLong(row), out);
    } else if (column instanceof Column.Doubles doubles && !column.isMissing(row)) {
      number(doubles.value().applyAsDouble(row), out);
    } else {
      column.append(row, out);
    }
  }

  private void time(long ns, StringBuilder out) {
    LocalDateTime local = local(ns);
    if (dated) {
      out.append(local.toLocalDate()).append(' ');
    }
    padded(local.getHour(), 2, out.length(), out);
    padded(local.getMinute(), 2, out.append(':').length(), out);
    padded(local.getSecond(), 2, out.append(':').length(), out);
    out.append('.');
    if (fine) {
      padded(local.getNano(), 9, out.length(), out);
    } else {
      padded(local.getNano() / (int) NS_PER_US, 6, out.length(), out);
    }
  }

  /** Appends a number of at most so many digits, with zeros before it. */
  private static void padded(int number, int digits, int at, StringBuilder out) {
    out.append(number);
    while (out.length() - at < digits) {
      out.insert(at, '0');
    }
  }

  private LocalDateTime local(long ns) {
    return LocalDateTime.ofInstant(instant(ns), ns < DAY_NS ? ZoneOffset.UTC : zone);
  }

  private static Instant instant(long ns) {
    return Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_S), Math.floorMod(ns, NS_PER_S));
  }

  /** Six digits, or as many as stand before the point; as it is where that would be 0. */
  private static void number(double value, StringBuilder out) {
    double size = Math.abs(value);
    if (value != 0 && (size < SMALLEST || size >= LARGEST)) {
      out.append(value);
      return;
    }
    int whole = size < 1 ? 0 : (int) Math.log10(size) + 1;
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal rounded =
        whole > DIGITS
            ? exact.setScale(0, RoundingMode.HALF_EVEN)
            : exact.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
    out.append(value == Math.rint(value) ? String.valueOf((long) value) : plain(rounded));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
