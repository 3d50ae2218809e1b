package tcplab.plot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.plotly.components.Figure;

/**
 * Turns a jsplot figure into the JSON that today's plotly.js takes, with every text in it harmless.
 *
 * <p>jsplot 0.44 writes for plotly.js 1: a title is a string, which plotly.js 3 no longer accepts,
 * and {@code titlefont} stands beside it. Here a title becomes an object with text and font.
 */
final class FigureReader {

  private static final int MAX_TEXT = 100;
  private static final int MAX_VALUE = 40;

  /** Tags of plotly's own small markup that change nothing but the look. */
  private static final String HARMLESS_TAG = "<(?!/?(?:b|i|sub|sup|br)\\s*/?>)";

  private static final Set<String> TITLED = Set.of("layout", "colorbar");

  private FigureReader() {}

  /** The figure as an object with {@code data} (its traces) and {@code layout}. */
  static JsonObject read(Figure figure) {
    Map<String, JsonObject> objects = ScriptObjects.read(figure.asJavascript("figure"));
    JsonArray data = new JsonArray();
    objects.forEach(
        (name, object) -> {
          if (name.startsWith("trace")) {
            data.add(normalise(name, object));
          }
        });
    JsonObject result = new JsonObject();
    result.add("data", data);
    result.add("layout", normalise("layout", objects.getOrDefault("layout", new JsonObject())));
    // The page decides how wide the live figure is.
    result.getAsJsonObject("layout").remove("width");
    result.getAsJsonObject("layout").addProperty("autosize", true);
    return result;
  }

  private static JsonElement normalise(String name, JsonElement element) {
    if (element.isJsonObject()) {
      return normaliseObject(name, element.getAsJsonObject());
    }
    if (element.isJsonArray()) {
      JsonArray copy = new JsonArray(element.getAsJsonArray().size());
      element.getAsJsonArray().forEach(item -> copy.add(item(name, item)));
      return copy;
    }
    if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()) {
      return new JsonPrimitive(harmless(element.getAsString()));
    }
    return element;
  }

  /**
   * An item of a list is a value on an axis: when it is cut, two that differ must not become one.
   */
  private static JsonElement item(String name, JsonElement item) {
    if (!item.isJsonPrimitive()
        || !item.getAsJsonPrimitive().isString()
        || item.getAsString().length() <= MAX_VALUE) {
      return normalise(name, item);
    }
    String text = item.getAsString();
    return new JsonPrimitive(
        harmless(Labels.inert(text, MAX_VALUE) + " #" + Integer.toHexString(text.hashCode())));
  }

  private static JsonObject normaliseObject(String name, JsonObject object) {
    JsonObject copy = new JsonObject();
    boolean titled = TITLED.contains(name) || name.contains("axis");
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      JsonElement value = normalise(entry.getKey(), entry.getValue());
      if (titled && entry.getKey().equals("title") && value.isJsonPrimitive()) {
        copy.add("title", title(value, object.get("titlefont")));
      } else if (!entry.getKey().equals("titlefont")) {
        copy.add(entry.getKey(), value);
      }
    }
    return copy;
  }

  private static JsonObject title(JsonElement text, @Nullable JsonElement font) {
    JsonObject title = new JsonObject();
    title.add("text", text);
    if (font != null) {
      title.add("font", normalise("font", font));
    }
    return title;
  }

  /** Plotly reads a little HTML in texts, links among it; here only its harmless tags stay tags. */
  private static String harmless(String text) {
    return Labels.inert(text, MAX_TEXT).replaceAll(HARMLESS_TAG, "&lt;");
  }
}
