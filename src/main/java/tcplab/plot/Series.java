package tcplab.plot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One trace of a figure, ready to be drawn: its kind, name and points.
 *
 * @param kind how it is drawn
 * @param name what the legend says, empty for none
 * @param x the first coordinate of each point, as written in the figure
 * @param y the second coordinate; for a histogram the counts
 */
record Series(Kind kind, String name, List<String> x, List<String> y) {

  /** How a trace is drawn; everything that is none of these needs the live layer. */
  enum Kind {
    BARS,
    HORIZONTAL_BARS,
    LINE,
    MARKERS,
    LINE_AND_MARKERS,
    LIVE_ONLY
  }

  private static final int DEFAULT_BINS = 20;

  /** Reads a normalised plotly trace. */
  static Series of(JsonObject trace) {
    String type = text(trace, "type");
    String name = text(trace, "name");
    List<String> x = texts(trace, "x");
    List<String> y = texts(trace, "y");
    return switch (type) {
      case "bar" -> {
        boolean across = text(trace, "orientation").equals("h");
        yield new Series(across ? Kind.HORIZONTAL_BARS : Kind.BARS, name, x, y);
      }
      case "scatter", "scattergl" -> new Series(mode(text(trace, "mode")), name, x, y);
      case "histogram" -> histogram(name, x, trace);
      default -> new Series(Kind.LIVE_ONLY, type, List.of(), List.of());
    };
  }

  private static Kind mode(String mode) {
    boolean lines = mode.contains("lines");
    boolean markers = mode.contains("markers");
    return lines && markers ? Kind.LINE_AND_MARKERS : lines ? Kind.LINE : Kind.MARKERS;
  }

  private static Series histogram(String name, List<String> values, JsonObject trace) {
    double[] numbers = values.stream().mapToDouble(Scale::parse).filter(Double::isFinite).toArray();
    if (numbers.length == 0 || !text(trace, "histfunc").matches("|count")) {
      return new Series(Kind.LIVE_ONLY, "histogram", List.of(), List.of());
    }
    JsonElement wanted = trace.get("nbinsx");
    int bins = wanted == null || wanted.getAsInt() <= 0 ? DEFAULT_BINS : wanted.getAsInt();
    Ticks bounds = Ticks.over(min(numbers), max(numbers), Math.min(bins, 200));
    int[] counts = new int[bounds.count() - 1];
    for (double number : numbers) {
      int bin = (int) ((number - bounds.first()) / bounds.step());
      counts[Math.max(0, Math.min(counts.length - 1, bin))]++;
    }
    List<String> centres = new ArrayList<>();
    List<String> heights = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      centres.add(Double.toString(bounds.first() + (i + 0.5) * bounds.step()));
      heights.add(Integer.toString(counts[i]));
    }
    return new Series(Kind.BARS, name, centres, heights);
  }

  private static double min(double[] numbers) {
    return java.util.Arrays.stream(numbers).min().orElseThrow();
  }

  private static double max(double[] numbers) {
    return java.util.Arrays.stream(numbers).max().orElseThrow();
  }

  int size() {
    return Math.min(x.size(), y.size());
  }

  private static String text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static List<String> texts(JsonObject trace, String key) {
    if (!(trace.get(key) instanceof JsonArray array)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(array.size());
    for (JsonElement item : array) {
      texts.add(item.isJsonPrimitive() ? plain(item.getAsString()) : "");
    }
    return texts;
  }

  /** Undoes what the live layer needs: entities and plotly's tags mean nothing in an SVG text. */
  static String plain(String text) {
    return text.replaceAll("</?(?:b|i|sub|sup|br)\\s*/?>", " ").replace("&lt;", "<");
  }

  /** The name of the kind, for a sentence. */
  String kindInWords() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
