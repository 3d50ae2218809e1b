package tcplab.kernel.shell;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** What a name in a cell is: signature, documentation, the user's own source, a variable's type. */
final class Inspector {
  private static final Pattern MEMBER_OF_TYPE = Pattern.compile("((?:\\w+\\.)*[A-Z]\\w*)\\.\\w+$");

  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final Places places;
  private final CarriedValues values;
  private final Sources sources;

  Inspector(
      JShell shell,
      SourceCodeAnalysis analysis,
      Places places,
      CarriedValues values,
      Sources sources) {
    this.shell = shell;
    this.sources = sources;
    this.places = places;
    this.values = values;
    this.analysis = analysis;
  }

  @Nullable String inspect(String code, int cursor, boolean detailed) {
    int at = Math.max(0, Math.min(cursor, code.length()));
    int end = at;
    while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
      end++;
    }
    int start = end;
    while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
      start--;
    }
    String name = code.substring(start, end);
    boolean member = start > 0 && code.charAt(start - 1) == '.';
    String own = member || name.isEmpty() ? null : own(name);
    if (own != null) {
      return own;
    }
    String line = code.substring(0, end);
    String documented = name.isEmpty() ? null : documented(line + "(");
    documented = documented == null ? documented(line) : documented;
    documented = documented == null && at < end ? documented(code.substring(0, at)) : documented;
    Matcher ofType = MEMBER_OF_TYPE.matcher(line);
    // Other than Java, a reader also asks for an instance's method by its class.
    return documented == null && ofType.find()
        ? documented("((" + ofType.group(1) + ") null)." + name + "(")
        : documented;
  }

  /** The user's own variable, method or type. */
  private @Nullable String own(String name) {
    String found =
        shell
            .snippets()
            .filter(snippet -> shell.status(snippet).isActive())
            .map(snippet -> describe(snippet, name))
            .filter(Objects::nonNull)
            .map(Object::toString)
            .collect(Collectors.joining("\n\n"));
    return found.isEmpty() ? null : found;
  }

  private @Nullable String describe(Snippet snippet, String name) {
    if (snippet instanceof VarSnippet variable && variable.name().equals(name)) {
      return variable.typeName() + " " + name + values.brief(name);
    }
    if (snippet instanceof MethodSnippet method && method.name().equals(name)) {
      return documented(method);
    }
    if (snippet instanceof TypeDeclSnippet type && type.name().equals(name)) {
      return documented(type);
    }
    return null;
  }

  /** The user's own source, with the documentation comment that stands before it in its cell. */
  private String documented(Snippet snippet) {
    String source = snippet.source().strip();
    Places.Place place = places.find(snippet.id());
    if (place == null || place.offset() > place.cell().text().length()) {
      return source;
    }
    String before = place.cell().text().substring(0, place.offset()).stripTrailing();
    int comment = before.endsWith("*/") ? before.lastIndexOf("/**") : -1;
    return comment < 0 ? source : before.substring(comment) + "\n" + source;
  }

  private @Nullable String documented(String upTo) {
    sources.makeKnown();
    List<Documentation> found = analysis.documentation(upTo, upTo.length(), true);
    if (found.isEmpty()) {
      return null;
    }
    String missing =
        found.stream()
            .filter(one -> isBlank(one.javadoc()))
            .map(one -> sources.whyMissing(one.signature()))
            .filter(Objects::nonNull)
            .findFirst()
            .map(why -> "\n\n" + why)
            .orElse("");
    return found.stream()
            .map(Inspector::text)
            .distinct()
            .collect(Collectors.joining("\n\n" + "─".repeat(40) + "\n\n"))
        + missing;
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static String text(Documentation documentation) {
    String javadoc = documentation.javadoc();
    String signature = documentation.signature();
    return javadoc == null || isBlank(javadoc)
        ? signature
        : signature + "\n\n" + Javadoc.plain(javadoc);
  }
}
