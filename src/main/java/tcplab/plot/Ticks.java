package tcplab.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Round numbers that cover a range: multiples of 1, 2 or 5 times a power of ten.
 *
 * @param first the first tick, at or below the range
 * @param step the distance between ticks
 * @param count how many there are, at least two
 */
record Ticks(double first, double step, int count) {

  /** Ticks from at or below {@code low} to at or above {@code high}, about {@code wanted} steps. */
  static Ticks over(double low, double high, int wanted) {
    double range = high - low;
    if (!(range > 0) || !Double.isFinite(range)) {
      range = Math.max(1, Math.abs(low) * 0.1);
    }
    double rough = range / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double factor = rough / power;
    double step = power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    double first = Math.floor(low / step + 1e-9) * step;
    int count = (int) Math.ceil((high - first) / step - 1e-9) + 1;
    return new Ticks(first, step, Math.max(2, Math.min(1000, count)));
  }

  double last() {
    return first + step * (count - 1);
  }

  double at(int i) {
    return first + step * i;
  }

  /** A number as a reader wants it: 12 significant digits at most, thousands separated. */
  static String label(double value) {
    if (Math.abs(value) >= 1e12) {
      return new BigDecimal(value, new MathContext(4)).toString();
    }
    BigDecimal rounded = new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN);
    String plain = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    int point = plain.indexOf('.');
    String whole = point < 0 ? plain : plain.substring(0, point);
    String rest = point < 0 ? "" : plain.substring(point);
    return whole.replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",") + rest;
  }
}
