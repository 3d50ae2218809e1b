package tcplab.kernel.magic;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** POMs, written for Maven to read. */
final class PomText {
  private static final Pattern DEPENDENCIES =
      Pattern.compile("<(dependencies|dependencyManagement)>.*?</\\1>", Pattern.DOTALL);
  private static final Pattern LONE_DEPENDENCY =
      Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);
  private static final Pattern REPOSITORIES =
      Pattern.compile("<repositories>(.*?)</repositories>", Pattern.DOTALL);
  private static final Pattern LONE_REPOSITORY =
      Pattern.compile("<repository>.*?</repository>", Pattern.DOTALL);
  private static final Pattern COORDINATE = Pattern.compile("[\\w.\\-+\\[\\](),]+");

  private static final Pattern IVY = Pattern.compile("([^#;]+)#([^#;]+);([^#;]+)");

  private PomText() {}

  /**
   * One dependency.
   *
   * @param coordinates {@code group:artifact[:type[:classifier]]:version}, as IJava and Maven
   *     write, or Ivy's {@code group#artifact;version}
   * @throws IllegalArgumentException when it is none
   */
  static String dependency(String coordinates) {
    Matcher ivy = IVY.matcher(coordinates);
    String[] parts =
        ivy.matches()
            ? new String[] {ivy.group(1), ivy.group(2), ivy.group(3)}
            : coordinates.split(":", -1);
    for (String part : parts) {
      if (parts.length < 3 || parts.length > 5 || !COORDINATE.matcher(part).matches()) {
        throw new IllegalArgumentException(
            "Coordinates are group:artifact[:type[:classifier]]:version, not " + coordinates);
      }
    }
    StringBuilder text = new StringBuilder("<dependency>");
    element(text, "groupId", parts[0]);
    element(text, "artifactId", parts[1]);
    element(text, "version", parts[parts.length - 1]);
    if (parts.length > 3) {
      element(text, "type", parts[2]);
    }
    if (parts.length > 4) {
      element(text, "classifier", parts[3]);
    }
    return text.append("</dependency>").toString();
  }

  /**
   * A whole project around a part of one: lone dependencies and repositories are put where they
   * belong, all else stays as it is.
   */
  static String project(String part, Map<String, String> repositories) {
    StringBuilder rest = new StringBuilder();
    StringBuilder lone = new StringBuilder();
    String remaining = take(part, DEPENDENCIES, rest, 0);
    remaining = take(remaining, LONE_DEPENDENCY, lone, 0);
    StringBuilder asked = new StringBuilder();
    remaining = take(remaining, REPOSITORIES, asked, 1);
    remaining = take(remaining, LONE_REPOSITORY, asked, 0);
    repositories.forEach(
        (id, url) -> {
          asked.append("<repository>");
          element(asked, "id", id);
          element(asked, "url", url);
          asked.append("</repository>");
        });
    return "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n"
        + "<modelVersion>4.0.0</modelVersion><groupId>notebook</groupId>"
        + "<artifactId>notebook</artifactId><version>1</version>\n"
        + remaining
        + merged(rest.toString(), lone.toString())
        + (asked.isEmpty() ? "" : "<repositories>" + asked + "</repositories>\n")
        + "</project>\n";
  }

  private static String merged(String sections, String lone) {
    if (lone.isEmpty()) {
      return sections;
    }
    int at = sections.lastIndexOf("</dependencies>");
    boolean ofManagement = sections.indexOf("</dependencyManagement>", Math.max(0, at)) >= 0;
    return at < 0 || ofManagement
        ? sections + "<dependencies>" + lone + "</dependencies>\n"
        : sections.substring(0, at) + lone + sections.substring(at);
  }

  private static String take(String text, Pattern pattern, StringBuilder into, int group) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder left = new StringBuilder();
    while (matcher.find()) {
      into.append(matcher.group(group)).append('\n');
      matcher.appendReplacement(left, "");
    }
    return matcher.appendTail(left).toString();
  }

  private static void element(StringBuilder text, String name, String value) {
    String safe = value.replace("&", "&amp;").replace("<", "&lt;");
    text.append('<').append(name).append('>').append(safe);
    text.append("</").append(name).append('>');
  }
}
