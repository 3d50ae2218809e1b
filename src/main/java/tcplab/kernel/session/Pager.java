package tcplab.kernel.session;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.shell.JavaShell;

/** Help as a cell: {@code expr?} or {@code ?expr}, answered in the front end's pager. */
final class Pager {
  private static final Pattern QUESTION =
      Pattern.compile("\\s*\\?{0,2}\\s*([\\p{L}_$][\\w.$]*(?:\\(\\s*\\))?)\\s*\\?{0,2}\\s*");

  /** The expression asked about; null when the cell is no question. */
  @Nullable String question(String cell) {
    if (cell.indexOf('?') < 0) {
      return null;
    }
    Matcher matcher = QUESTION.matcher(cell);
    return matcher.matches() ? matcher.group(1) : null;
  }

  /** The payload that makes a front end open its pager. */
  JsonObject page(JavaShell java, String expression) {
    String name = expression.replaceAll("\\(\\s*\\)$", "");
    String text = java.inspect(name, name.length(), true);
    String shown = text == null ? "Nothing is known about " + name : text;
    return Json.object("source", "page", "data", Map.of("text/plain", shown), "start", 0);
  }
}
