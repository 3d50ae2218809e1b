package tcplab.plot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes one SVG picture, element by element.
 *
 * <p>Text is escaped here and made inert here, so no drawing code can forget it. Attributes come as
 * name, value pairs: a {@link Paint} as value writes the light colour and the class by which the
 * dark theme finds it; a number is written with at most two decimals; anything else as text.
 */
final class Svg {

  static final double TEXT = 12;
  static final double SMALL = 10.5;
  static final double HEADING = 14;

  /**
   * Where an arrow is a link, its band shows that it is pointed at, has the focus or was led to.
   */
  private static final String BAND_RULES =
      "a:hover .tl-band,a:focus .tl-band,a:target .tl-band"
          + "{stroke:#e8a317;stroke-opacity:.45}a:target text{font-weight:bold}";

  /** Text with an edge, of paper, so that what crosses it does not cover it. */
  private static final String HALO_RULES =
      ".tl-halo{stroke-width:3;stroke-linejoin:round;paint-order:stroke}";

  private static final int MAX_TEXT = 400;
  private static final int MAX_DESCRIPTION = 4000;

  private final StringBuilder out = new StringBuilder(4096);
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins a picture on opaque paper of this size in pixels. */
  Svg(double width, double height, String title, String description) {
    this(width, height, title, description, false);
  }

  /**
   * The same, with links or without. Nobody would be told of the links in an image; without a role
   * of its own an SVG is a document (SVG-AAM 1.0, graphics-document).
   */
  Svg(double width, double height, String title, String description, boolean links) {
    Object[] role = links ? new Object[0] : new Object[] {"role", "img"};
    Object[] root = {
      "xmlns",
      "http://www.w3.org/2000/svg",
      "width",
      width,
      "height",
      height,
      "viewBox",
      "0 0 " + number(width) + " " + number(height),
      "aria-labelledby",
      "tl-title tl-desc",
      "font-family",
      "sans-serif",
      "font-size",
      TEXT
    };
    open("svg", join(role, root));
    leaf("title", Labels.inert(title, MAX_TEXT), "id", "tl-title");
    leaf("desc", Labels.inert(description, MAX_DESCRIPTION), "id", "tl-desc");
    leaf("style", rules());
    element("rect", "width", width, "height", height, "rx", 6, "fill", Paint.PAPER);
  }

  /** The style rules of every picture. */
  static String rules() {
    return Paint.darkRules() + BAND_RULES + HALO_RULES;
  }

  Svg open(String name, Object... attributes) {
    tag(name, attributes).append('>');
    open.push(name);
    return this;
  }

  Svg close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element without content. */
  Svg element(String name, Object... attributes) {
    tag(name, attributes).append("/>");
    return this;
  }

  /** An element with a hover title, which screen readers also find. */
  Svg titled(String title, String name, Object... attributes) {
    open(name, attributes);
    leaf("title", Labels.inert(title, MAX_TEXT));
    return close();
  }

  Svg line(double x1, double y1, double x2, double y2, Paint paint, Object... attributes) {
    return element(
        "line", join(attributes, "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", paint));
  }

  /** Text in ink at its baseline; the attributes may choose another fill, size or anchor. */
  Svg text(double x, double y, String text, Object... attributes) {
    boolean filled = java.util.Arrays.asList(attributes).contains("fill");
    Object[] place =
        filled
            ? join(attributes, "x", x, "y", y)
            : join(attributes, "x", x, "y", y, "fill", Paint.INK);
    leaf("text", Labels.inert(text, MAX_TEXT), place);
    return this;
  }

  /** Ends all elements; nothing can be drawn afterwards. */
  String finish() {
    while (!open.isEmpty()) {
      close();
    }
    return out.toString();
  }

  private void leaf(String name, String content, Object... attributes) {
    tag(name, attributes).append('>').append(Labels.xml(content));
    out.append("</").append(name).append('>');
  }

  private StringBuilder tag(String name, Object... attributes) {
    out.append('<').append(name);
    StringBuilder classes = new StringBuilder();
    for (int i = 0; i < attributes.length; i += 2) {
      String key = (String) attributes[i];
      Object value = attributes[i + 1];
      if (key.equals("class")) {
        classes.append(classes.isEmpty() ? "" : " ").append(value);
      } else if (value instanceof Paint paint) {
        classes.append(classes.isEmpty() ? "" : " ").append(paint.cssClass(key));
        attribute(key, paint.light());
      } else {
        attribute(key, value instanceof Number n ? number(n.doubleValue()) : value.toString());
      }
    }
    if (!classes.isEmpty()) {
      attribute("class", classes.toString());
    }
    return out;
  }

  private void attribute(String key, String value) {
    out.append(' ').append(key).append("=\"").append(Labels.xml(value)).append('"');
  }

  private static Object[] join(Object[] last, Object... first) {
    Object[] all = java.util.Arrays.copyOf(first, first.length + last.length);
    System.arraycopy(last, 0, all, first.length, last.length);
    return all;
  }

  /** A number with at most two decimals and no trailing zeros, as SVG reads it. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a coordinate: " + value);
    }
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00")
        ? text.substring(0, text.length() - 3)
        : text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }
}
