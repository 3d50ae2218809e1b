package tcplab.plot;

import java.util.Locale;

/**
 * The colours of all pictures, each for light paper and for a dark theme.
 *
 * <p>The hues are those of Okabe and Ito, which stay apart under the common kinds of colour
 * blindness; they are darkened (or lightened) until text in them has a contrast of at least 4.5 to
 * 1. No picture tells anything by colour alone.
 */
enum Paint {
  PAPER("#ffffff", "#14181f"),
  BAND("#edf3f9", "#1f2935"),
  GRID("#d5dbe1", "#3a434e"),
  MUTED("#57606a", "#a3adb8"),
  INK("#1b1f24", "#e6edf3"),
  BLUE("#00629b", "#6cb6ff"),
  ORANGE("#b04300", "#ffa35c"),
  GREEN("#00704f", "#4cc9a0"),
  PURPLE("#8a3f78", "#e09bcb"),
  SKY("#2a7fae", "#56b4e9"),
  GOLD("#7d5f00", "#e8c33a");

  /** The order in which series of a chart take their colours. */
  static final Paint[] SERIES = {BLUE, ORANGE, GREEN, PURPLE, GOLD, SKY, INK};

  private final String light;
  private final String dark;

  Paint(String light, String dark) {
    this.light = light;
    this.dark = dark;
  }

  /** The colour on light paper, which is what the element's own attribute says. */
  String light() {
    return light;
  }

  /** The colour in a dark theme. */
  String dark() {
    return dark;
  }

  /** The class by which the dark theme finds elements whose {@code property} has this colour. */
  String cssClass(String property) {
    return "tl-" + property + "-" + name().toLowerCase(Locale.ROOT);
  }

  /** Rules that recolour a picture whose root has the class {@code tl-dark}, on screens only. */
  static String darkRules() {
    return "@media screen{" + rules(".tl-dark ") + "}";
  }

  /** Rules by which a page's pictures follow the reader's preference, on screens only. */
  static String preferenceRules() {
    return "@media screen and (prefers-color-scheme:dark){" + rules(".tcplab-picture ") + "}";
  }

  private static String rules(String within) {
    StringBuilder css = new StringBuilder();
    for (Paint paint : values()) {
      for (String property : new String[] {"fill", "stroke"}) {
        css.append(within).append('.').append(paint.cssClass(property)).append('{');
        css.append(property).append(':').append(paint.dark).append('}');
      }
    }
    return css.toString();
  }
}
