package tcplab.plot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the objects out of the JavaScript that jsplot writes: {@code var layout = {…};}, {@code var
 * trace0 = {…};}.
 *
 * <p>jsplot's templates write no JSON. Keys are bare, commas trail, and strings come in two kinds:
 * double-quoted ones are JSON, written by Jackson; single-quoted ones are HTML-escaped text, in
 * which a backslash is a backslash (in a browser both go wrong: {@code &amp;} shows as such). The
 * text is read from front to back and whole objects are stepped over, so a label that looks like a
 * declaration is never taken for one.
 */
final class ScriptObjects {

  private static final int MAX_DEPTH = 64;
  private static final String DECLARATION = "var ";

  private final String text;
  private int at;

  private ScriptObjects(String text) {
    this.text = text;
  }

  /**
   * Every {@code var NAME = {…}} of the script, in order.
   *
   * @throws JsonParseException if an object is written in a way that jsplot does not write
   */
  static Map<String, JsonObject> read(String script) {
    ScriptObjects reader = new ScriptObjects(script);
    Map<String, JsonObject> found = new LinkedHashMap<>();
    while ((reader.at = script.indexOf(DECLARATION, reader.at)) >= 0) {
      reader.at += DECLARATION.length();
      String name = reader.word();
      if (reader.skip('=') && reader.peek() == '{') {
        found.put(name, reader.object(0));
      }
    }
    return found;
  }

  private JsonElement value(int depth) {
    char c = peek();
    return switch (c) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> new JsonPrimitive(json());
      case '\'' -> new JsonPrimitive(template());
      default -> bare();
    };
  }

  private JsonObject object(int depth) {
    checkDepth(depth);
    JsonObject object = new JsonObject();
    expect('{');
    while (!skip('}')) {
      String key = peek() == '"' ? json() : word();
      expect(':');
      object.add(key, value(depth));
      if (!skip(',') && peek() != '}') {
        throw unexpected();
      }
    }
    return object;
  }

  private JsonArray array(int depth) {
    checkDepth(depth);
    JsonArray array = new JsonArray();
    expect('[');
    while (!skip(']')) {
      array.add(value(depth));
      if (!skip(',') && peek() != ']') {
        throw unexpected();
      }
    }
    return array;
  }

  private JsonElement bare() {
    String word = word();
    return switch (word) {
      case "true", "false" -> new JsonPrimitive(word.equals("true"));
      // Plotly draws a gap where a number is missing.
      case "null", "undefined", "NaN", "Infinity", "-Infinity" -> JsonNull.INSTANCE;
      default -> {
        try {
          yield new JsonPrimitive(Double.valueOf(word));
        } catch (NumberFormatException e) {
          throw new JsonParseException("not a value: " + Labels.inert(word, 40), e);
        }
      }
    };
  }

  private String json() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (next() != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escape() : c);
    }
    at++;
    return out.toString();
  }

  private char escape() {
    char c = next();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> c;
    };
  }

  private char unicode() {
    if (at + 4 > text.length()) {
      throw unexpected();
    }
    String digits = text.substring(at, at + 4);
    at += 4;
    try {
      return (char) Integer.parseInt(digits, 16);
    } catch (NumberFormatException e) {
      throw new JsonParseException("not four hexadecimal digits: " + Labels.inert(digits, 8), e);
    }
  }

  private String template() {
    expect('\'');
    int end = text.indexOf('\'', at);
    if (end < 0) {
      throw unexpected();
    }
    String raw = text.substring(at, end);
    at = end + 1;
    return raw.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private String word() {
    peek();
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw unexpected();
    }
    return text.substring(start, at);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '.' || c == '-' || c == '+';
  }

  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return next();
  }

  private char next() {
    if (at >= text.length()) {
      throw unexpected();
    }
    return text.charAt(at);
  }

  private boolean skip(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted) {
    if (!skip(wanted)) {
      throw unexpected();
    }
  }

  private static void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw new JsonParseException("nested more than " + MAX_DEPTH + " deep");
    }
  }

  private JsonParseException unexpected() {
    return new JsonParseException(
        at >= text.length()
            ? "the script ends inside an object"
            : "unexpected character at " + at + ": " + Labels.inert(text.substring(at, at + 1), 2));
  }
}
