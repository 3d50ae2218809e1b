package tcplab.kernel.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.Preload;
import tcplab.kernel.magic.KnownMagics;
import tcplab.kernel.magic.Piece;
import tcplab.kernel.magic.Pieces;
import tcplab.kernel.shell.Completeness;
import tcplab.kernel.shell.Completions;
import tcplab.kernel.shell.JavaShell;
import tcplab.kernel.wire.Message;

/** Answers that need not wait for a running cell. Each method makes a reply's content. */
final class Answers {
  /** What front ends offer below their help menu, of the very Java that runs: title to address. */
  static final Map<String, String> HELP_LINKS = helpLinks();

  private final CompletableFuture<JavaShell> shell;
  private final KnownMagics magics;
  private final History history;
  private final Preload preload;

  Answers(
      CompletableFuture<JavaShell> shell, KnownMagics magics, History history, Preload preload) {
    this.shell = shell;
    this.magics = magics;
    this.history = history;
    this.preload = preload;
  }

  JsonObject kernelInfo() {
    return Json.object(
        "status", "ok",
        "protocol_version", Publisher.PROTOCOL,
        "implementation", preload.implementation(),
        "implementation_version", preload.version(),
        "banner", preload.banner(),
        "debugger", false,
        "supported_features", List.of(),
        "help_links",
            HELP_LINKS.entrySet().stream()
                .map(link -> Map.of("text", link.getKey(), "url", link.getValue()))
                .toList(),
        "language_info",
            Json.object(
                "name", "java",
                "version", Runtime.version().toString(),
                "mimetype", "text/x-java",
                "file_extension", ".java",
                "pygments_lexer", "java",
                "codemirror_mode", "text/x-java",
                "nbconvert_exporter", "script"));
  }

  JsonObject complete(Message request) {
    String code = request.text("code", "");
    int cursor = CodePoints.toChars(code, request.number("cursor_pos", Integer.MAX_VALUE));
    Completions found = MagicCompletion.complete(magics, code, cursor);
    if (found == null) {
      found = FileCompletion.complete(magics, code, cursor);
    }
    if (found == null) {
      found = shell.join().complete(code, cursor);
    }
    int start = CodePoints.ofChars(code, found.start());
    int end = CodePoints.ofChars(code, found.end());
    List<String> matches = new ArrayList<>();
    JsonArray typed = new JsonArray();
    for (Completions.Proposal proposal : found.proposals()) {
      matches.add(proposal.text());
      typed.add(
          Json.object(
              "text", proposal.text(), "type", proposal.kind(), "start", start, "end", end));
    }
    return Json.object(
        "status", "ok",
        "matches", matches,
        "cursor_start", start,
        "cursor_end", end,
        "metadata", Json.object("_jupyter_types_experimental", typed));
  }

  JsonObject inspect(Message request) {
    String code = request.text("code", "");
    int cursor = CodePoints.toChars(code, request.number("cursor_pos", Integer.MAX_VALUE));
    boolean detailed = request.number("detail_level", 0) > 0;
    String text = shell.join().inspect(code, cursor, detailed);
    return Json.object(
        "status",
        "ok",
        "found",
        text != null,
        "data",
        text == null ? Map.of() : Map.of("text/plain", text),
        "metadata",
        Map.of());
  }

  JsonObject isComplete(Message request) {
    String code = request.text("code", "");
    List<Piece> pieces = Pieces.of(code, magics::isLineMagic);
    Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
    if (last instanceof Piece.Cell) {
      return code.endsWith("\n")
          ? Json.object("status", "complete")
          : Json.object("status", "incomplete", "indent", "");
    }
    String java = last instanceof Piece.Java piece ? piece.code() : "";
    Completeness verdict = shell.join().completeness(java);
    JsonObject content = Json.object("status", verdict.status().wireName());
    if (verdict.status() == Completeness.Status.INCOMPLETE) {
      content.addProperty("indent", verdict.indent());
    }
    return content;
  }

  JsonObject history(Message request) {
    List<History.Entry> found =
        switch (request.text("hist_access_type", "")) {
          case "tail" -> history.tail(request.number("n", 10));
          case "range" ->
              history.range(
                  request.number("session", 0), request.number("start", 0), limit(request, "stop"));
          case "search" ->
              history.search(
                  request.text("pattern", "*"), limit(request, "n"), request.flag("unique", false));
          default -> List.of();
        };
    boolean withOutput = request.flag("output", false);
    JsonArray entries = new JsonArray();
    for (History.Entry entry : found) {
      Object line = withOutput ? java.util.Arrays.asList(entry.input(), null) : entry.input();
      entries.add(Json.of(List.of(entry.session(), entry.line(), line)));
    }
    return Json.object("status", "ok", "history", entries);
  }

  private static @Nullable Integer limit(Message request, String name) {
    int value = request.number(name, Integer.MIN_VALUE);
    return value == Integer.MIN_VALUE ? null : value;
  }

  private static Map<String, String> helpLinks() {
    int version = Runtime.version().feature();
    String place = "https://docs.oracle.com/en/java/javase/" + version;
    return new TreeMap<>(
        Map.of(
            "Java " + version + " API", place + "/docs/api/",
            "Java " + version + " language", place + "/language/",
            "JShell of Java " + version, place + "/jshell/"));
  }
}
