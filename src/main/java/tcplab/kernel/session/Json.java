package tcplab.kernel.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain values to JSON. */
final class Json {
  private Json() {}

  /** An object of alternating names and values. */
  static JsonObject object(@Nullable Object... namesAndValues) {
    JsonObject object = new JsonObject();
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      object.add(String.valueOf(namesAndValues[i]), of(namesAndValues[i + 1]));
    }
    return object;
  }

  /** A value; what JSON does not know becomes its text, as do NaN and the infinities. */
  static JsonElement of(@Nullable Object value) {
    if (value == null) {
      return JsonNull.INSTANCE;
    }
    if (value instanceof JsonElement element) {
      return element;
    }
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return new JsonPrimitive(number);
    }
    if (value instanceof byte[] bytes) {
      return new JsonPrimitive(Base64.getEncoder().encodeToString(bytes));
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((name, inner) -> object.add(String.valueOf(name), of(inner)));
      return object;
    }
    if (value instanceof Iterable<?> items) {
      JsonArray array = new JsonArray();
      items.forEach(item -> array.add(of(item)));
      return array;
    }
    return new JsonPrimitive(value.toString());
  }

  /** A MIME bundle: JSON types carry the value, not its text. */
  static JsonObject bundle(Map<String, Object> forms) {
    JsonObject bundle = new JsonObject();
    forms.forEach((type, content) -> bundle.add(type, form(type, content)));
    return bundle;
  }

  private static JsonElement form(String type, Object content) {
    boolean json = type.equals("application/json") || type.endsWith("+json");
    if (json && content instanceof String text) {
      try {
        return JsonParser.parseString(text);
      } catch (JsonParseException notJson) {
        throw new IllegalArgumentException("This " + type + " is no JSON: " + text, notJson);
      }
    }
    return of(content);
  }
}
