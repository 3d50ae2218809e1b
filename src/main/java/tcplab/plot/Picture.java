package tcplab.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A picture: a static SVG that says everything, and a live layer for places where scripts run.
 *
 * <p>{@link #toHtml()} is what a notebook stores. Its {@code <img>} with a data URL is the only
 * form that JupyterLab shows in an untrusted notebook, in a trusted one and in an exported page.
 * The small script beside it replaces the image: by the same SVG inline (text can be selected,
 * hover titles show, the theme's colours apply), or, when the picture has a figure, by plotly. If
 * the script does not run or plotly is nowhere, the image stays. Nothing is ever fetched from
 * another host.
 */
public final class Picture {

  private static final int MAX_ALT = 1000;

  private final String svg;
  private final int width;
  private final int height;
  private final String title;
  private final String description;
  private final Optional<String> figure;

  private Picture(
      String svg,
      int width,
      int height,
      String title,
      String description,
      Optional<String> figure) {
    this.svg = svg;
    this.width = width;
    this.height = height;
    this.title = title;
    this.description = description;
    this.figure = figure;
  }

  /** A picture whose live layer is its own SVG. */
  static Picture of(String svg, double width, double height, String title, String description) {
    return new Picture(svg, (int) width, (int) height, title, description, Optional.empty());
  }

  /**
   * The same picture with a plotly figure as its live layer: a JSON object with data and layout.
   */
  Picture withFigure(String json) {
    return new Picture(svg, width, height, title, description, Optional.of(json));
  }

  /** The static picture: a whole SVG document, without an XML declaration. */
  public String svg() {
    return svg;
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  /** What the picture is called; its accessible name. */
  public String title() {
    return title;
  }

  /** What there is to see, in words. */
  public String description() {
    return description;
  }

  /** The plotly figure behind the picture as JSON ({@code data}, {@code layout}), if it has one. */
  public Optional<String> figure() {
    return figure;
  }

  /**
   * The fragment of HTML that shows the picture: a {@code div} with an image, and a script that
   * makes it live. It can stand several times in a page.
   */
  public String toHtml() {
    String id = id();
    return "<div class=\"tcplab-picture\" data-tcplab=\""
        + id
        + "\">"
        + image()
        + "</div><script>"
        + Script.TEXT
            .replace("\"@ID@\"", '"' + id + '"')
            .replace("\"@FIGURE@\"", scriptSafe(figure.orElse("null")))
        + "</script>";
  }

  /**
   * The same for a page with many pictures, which has {@link #liveScript} once before the first.
   */
  public String toHtmlOfPage() {
    String id = id();
    return "<div class=\"tcplab-picture\" data-tcplab=\""
        + id
        + "\">"
        + image()
        + "</div><script>tcplabLive(\""
        + id
        + "\","
        + scriptSafe(figure.orElse("null"))
        + ");</script>";
  }

  /** What makes a page's pictures live, without its element. */
  public static String liveScript() {
    int call = Script.TEXT.lastIndexOf("(\"@ID@\"");
    return "window.tcplabLive=" + Script.TEXT.substring(0, call) + ";";
  }

  /** The static picture alone, as an {@code <img>} with a data URL. */
  public String image() {
    String data = Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
    String alt = Labels.xml(Labels.inert(title + ". " + description, MAX_ALT));
    return String.format(
        Locale.ROOT,
        "<img src=\"data:image/svg+xml;base64,%s\" alt=\"%s\" width=\"%d\" height=\"%d\" style=\"max-width:100%%;height:auto\">",
        data,
        alt,
        width,
        height);
  }

  @Override
  public String toString() {
    return title + " (picture, " + width + " × " + height + ")";
  }

  /** The same for the same picture, so that a notebook that is run again does not change. */
  private String id() {
    CRC32 crc = new CRC32();
    crc.update(svg.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "p%08x", crc.getValue());
  }

  /** JSON that may stand inside a script element: no tag can end it, no line separator break it. */
  static String scriptSafe(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /** live.js, read once. */
  private static final class Script {
    static final String TEXT = read();

    private static String read() {
      try (InputStream in = Picture.class.getResourceAsStream("live.js")) {
        if (in == null) {
          throw new IllegalStateException("live.js is missing beside " + Picture.class.getName());
        }
        return withoutComments(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Comments and indentation are for readers of the source; they need not stand in every cell.
     */
    private static String withoutComments(String script) {
      StringBuilder out = new StringBuilder();
      script
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("//"))
          .forEach(line -> out.append(line).append('\n'));
      return out.toString();
    }
  }
}
