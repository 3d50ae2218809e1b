package tcplab.plot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private static final int WORTH_DEFLATING = 4000;
  private static final int MAX_LINE = 600;
  private static final int MAX_TITLE = 400;
  private static final int MAX_DESCRIPTION = 4000;

  private final String svg;
  private final int width;
  private final int height;
  private final String title;
  private final String description;
  private final Optional<String> figure;
  private final Map<Integer, Entry> evidence;

  /**
   * What a list beside a picture says of one thing in it.
   *
   * @param place where it stands, such as {@code "packet 3"}
   * @param lines sentences
   */
  record Entry(String place, List<String> lines) {
    Entry {
      lines = List.copyOf(lines);
    }
  }

  private Picture(
      String svg,
      int width,
      int height,
      String title,
      String description,
      Optional<String> figure,
      Map<Integer, Entry> evidence) {
    this.svg = svg;
    this.width = width;
    this.height = height;
    this.title = Labels.inert(title, MAX_TITLE);
    this.description = Labels.inert(description, MAX_DESCRIPTION);
    this.figure = figure;
    this.evidence = new TreeMap<>(evidence);
  }

  /** A picture whose live layer is its own SVG. */
  static Picture of(String svg, double width, double height, String title, String description) {
    return new Picture(
        svg, (int) width, (int) height, title, description, Optional.empty(), Map.of());
  }

  /**
   * The same picture with a plotly figure as its live layer: a JSON object with data and layout.
   */
  Picture withFigure(String json) {
    return new Picture(svg, width, height, title, description, Optional.of(json), evidence);
  }

  /**
   * The same picture with a list below it. Where scripts run, each element whose {@code data-n} is
   * an entry's number leads to it, and the entry back.
   */
  Picture withEvidence(Map<Integer, Entry> entries) {
    return new Picture(svg, width, height, title, description, figure, entries);
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
    return box(id, image() + evidenceList())
        + "<script>"
        + Script.TEXT
            .replace("\"@ID@\"", '"' + id + '"')
            .replace("\"@FIGURE@\"", scriptSafe(figure.orElse("null")))
        + "</script>";
  }

  /**
   * The same for a page of our own, once, with the SVG itself in place of the image: its links work
   * with scripts off. The page has {@link #liveScript} before its first picture.
   */
  public String toHtmlOfPage() {
    String id = id();
    // Text is escaped, so these can only be attributes.
    String inline =
        svg.replace("<style>" + Svg.rules() + "</style>", "")
            .replace("\"tl-title\"", "\"tl-title-" + id + "\"")
            .replace("\"tl-desc\"", "\"tl-desc-" + id + "\"")
            .replace("\"tl-title tl-desc\"", "\"tl-title-" + id + " tl-desc-" + id + "\"");
    return box(id, inline) + "<script>tcplabLive(\"" + id + "\"," + figureOfPage() + ");</script>";
  }

  /** A figure of many points takes a third of the room when it is deflated. */
  private String figureOfPage() {
    String json = figure.orElse("null");
    return json.length() < WORTH_DEFLATING
        ? scriptSafe(json)
        : '"' + PlotlyLibrary.deflated(new ByteArrayInputStream(json.getBytes(UTF_8))) + '"';
  }

  private static String box(String id, String content) {
    return "<div class=\"tcplab-picture\" data-tcplab=\"" + id + "\">" + content + "</div>";
  }

  private String evidenceList() {
    if (evidence.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("<details><summary>Evidence: ");
    out.append(evidence.size()).append(evidence.size() == 1 ? " arrow" : " arrows");
    out.append(", and why each is drawn as it is</summary><ul>");
    evidence.forEach(
        (number, entry) -> {
          out.append("<li data-n=\"").append(number).append("\"><b>").append(safe(entry.place()));
          out.append("</b>");
          entry.lines().forEach(line -> out.append("<br>").append(safe(line)));
          out.append("</li>");
        });
    return out.append("</ul></details>").toString();
  }

  private static String safe(String text) {
    return Labels.xml(Labels.inert(text, MAX_LINE));
  }

  /** Style rules of the pictures of a page of our own, dark where the reader prefers it. */
  public static String styleOfPage() {
    return Svg.rules() + Paint.preferenceRules();
  }

  /** What makes a page's pictures live, without its element. */
  public static String liveScript() {
    int call = Script.TEXT.lastIndexOf("(\"@ID@\"");
    return "window.tcplabLive=" + Script.TEXT.substring(0, call) + ";";
  }

  /** The static picture alone, as an {@code <img>} with a data URL. */
  public String image() {
    String data = Base64.getEncoder().encodeToString(svg.getBytes(UTF_8));
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
    crc.update(svg.getBytes(UTF_8));
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
        return withoutComments(new String(in.readAllBytes(), UTF_8));
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
