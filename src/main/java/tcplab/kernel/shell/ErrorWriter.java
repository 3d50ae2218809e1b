package tcplab.kernel.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.jspecify.annotations.Nullable;

/** Errors in the reader's terms: the cell's own lines, marked, and no frame of the engine. */
final class ErrorWriter {
  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\w+(\\$|\\.|$)");
  // JShell's methods around a cell's own code; "Aux" is around the initializer of a var.
  private static final Pattern OWN_CODE = Pattern.compile("(do_it\\$?)?(Aux\\$?)?");
  // As the compiler itself would print them, had JShell not asked for names in full.
  private static final Pattern JAVA_LANG = Pattern.compile("\\bjava\\.lang\\.(?=[A-Z])");
  private static final Pattern LINKAGE =
      Pattern.compile("java\\.lang\\.invoke\\.|jdk\\.internal\\.");
  private static final Pattern NUMBER = Pattern.compile("^\\d+");
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.*)\\$\\d+");
  private static final int MOST_FRAMES = 30;
  private static final int MOST_CAUSES = 10;

  private final JShell shell;
  private final Places places;

  ErrorWriter(JShell shell, Places places) {
    this.shell = shell;
    this.places = places;
  }

  /** A snippet that does not compile. */
  CellFailedException rejected(CellSource cell, int at, Snippet snippet) {
    List<String> lines = new ArrayList<>();
    String first = null;
    Set<Integer> told = new HashSet<>();
    for (Diag diag : shell.diagnostics(snippet).filter(Diag::isError).toList()) {
      String message = message(diag);
      first = first == null ? message.lines().findFirst().orElse(message) : first;
      // What the compiler says next about the same line mostly follows from what it said first.
      if (told.add(cell.lineAt(at + (int) Math.max(0, diag.getPosition())))) {
        lines.addAll(marked(cell, at, snippet, diag, message));
      }
    }
    String value = first == null ? "this is not Java" : first;
    if (lines.isEmpty()) {
      lines.add(Ansi.red("CompileError") + ": " + value);
    }
    return new CellFailedException(new ErrorReport("CompileError", value, lines), null);
  }

  /** Declarations that still lack something when their cell ends. */
  void checkResolved(CellSource cell, List<Snippet> declared) throws CellFailedException {
    for (Snippet snippet : declared) {
      if (!(snippet instanceof DeclarationSnippet declaration)) {
        continue;
      }
      if (shell.status(snippet) == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
        throw unresolved(cell, declaration);
      }
    }
  }

  /** A line for each declaration that stands but cannot be used before something else does. */
  List<String> unresolved(List<Snippet> declared) {
    List<String> lines = new ArrayList<>();
    for (Snippet snippet : declared) {
      if (snippet instanceof DeclarationSnippet declaration
          && shell.status(snippet) == Snippet.Status.RECOVERABLE_DEFINED) {
        String verb = declaration instanceof MethodSnippet ? "called" : "used";
        lines.add(
            declaration.name()
                + (declaration instanceof MethodSnippet ? "()" : "")
                + " can be "
                + verb
                + " once these are declared: "
                + missing(declaration));
      }
    }
    return lines;
  }

  private String missing(DeclarationSnippet snippet) {
    return String.join(", ", shell.unresolvedDependencies(snippet).toList());
  }

  private CellFailedException unresolved(CellSource cell, DeclarationSnippet snippet) {
    Places.Place place = places.find(snippet.id());
    String value = "cannot find " + missing(snippet) + ", which " + snippet.name() + " needs";
    List<String> lines = new ArrayList<>();
    CellSource home = place == null ? cell : place.cell();
    int at = place == null ? 0 : place.offset();
    for (Diag diag : shell.diagnostics(snippet).filter(Diag::isError).toList()) {
      lines.addAll(marked(home, at, snippet, diag, message(diag)));
    }
    if (lines.isEmpty() && place != null) {
      lines.addAll(Excerpt.around(home, place.line(1)));
    }
    lines.add(Ansi.red("CompileError") + ": " + value);
    return new CellFailedException(new ErrorReport("CompileError", value, lines), null);
  }

  /** A snippet that threw. */
  CellFailedException failed(CellSource cell, JShellException exception, @Nullable Throwable live) {
    if (live instanceof CellStoppedException stopped) {
      return stopped(cell, stopped);
    }
    if (exception instanceof UnresolvedReferenceException reference) {
      return unresolved(cell, reference.getSnippet());
    }
    List<String> lines = new ArrayList<>(excerpt(cell, exception.getStackTrace()));
    lines.addAll(trace(exception));
    String message = words(exception);
    return new CellFailedException(
        new ErrorReport(className(exception), message, lines), live == null ? exception : live);
  }

  /** An exception and its causes, with the user's frames. */
  List<String> trace(Throwable exception) {
    List<String> lines = new ArrayList<>();
    Throwable cause = exception;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
      lines.add((i == 0 ? "" : "Caused by: ") + headline(cause));
      lines.addAll(frames(cause.getStackTrace()));
    }
    return lines;
  }

  /** Code of the kernel, called for a cell, that threw: a magic or a renderer. */
  CellFailedException thrown(CellSource cell, Throwable thrown) {
    List<String> lines = new ArrayList<>();
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
      lines.add((i == 0 ? "" : "Caused by: ") + headline(cause));
    }
    lines.add(Ansi.faint("    in " + cell.title()));
    String message = words(thrown);
    return new CellFailedException(new ErrorReport(className(thrown), message, lines), thrown);
  }

  /** A cell that was interrupted. */
  CellFailedException stopped(CellSource cell, CellStoppedException stopped) {
    String value =
        stopped.stillRunning().isEmpty() ? cell.title() + " " + stopped.how() : words(stopped);
    return new CellFailedException(ErrorReport.of("Interrupted", value), stopped);
  }

  private static String words(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? "" : WRAPPER.matcher(message).replaceAll("");
  }

  private String headline(Throwable thrown) {
    String message = words(thrown);
    return Ansi.red(className(thrown)) + (message.isEmpty() ? "" : ": " + message);
  }

  private static String className(Throwable thrown) {
    String name =
        thrown instanceof EvalException evaluated
            ? evaluated.getExceptionClassName()
            : thrown.getClass().getName();
    return CellExit.isMeantBy(name, thrown.getMessage())
        ? "SystemExit"
        : WRAPPER.matcher(name).replaceAll("");
  }

  /** The user's frames, innermost first, as places in cells; a run of equal ones told once. */
  private List<String> frames(StackTraceElement[] stack) {
    List<String> lines = new ArrayList<>();
    StackTraceElement called = calledByUser(stack);
    if (called != null) {
      lines.add(Ansi.faint("    in " + called.getClassName() + "." + called.getMethodName()));
    }
    String previous = "";
    int repeats = 0;
    for (StackTraceElement frame : stack) {
      Places.Place place = place(frame);
      if (place == null) {
        continue;
      }
      String line = line(frame, place);
      repeats = line.equals(previous) ? repeats + 1 : 0;
      if (repeats == 0 && lines.size() < MOST_FRAMES) {
        lines.add(line);
      } else if (repeats == 1 && lines.size() < MOST_FRAMES) {
        lines.add(Ansi.faint("    … and again"));
      }
      previous = line;
    }
    return lines;
  }

  private static String line(StackTraceElement frame, Places.Place place) {
    String where = place.cell().title() + ", line " + place.line(frame.getLineNumber());
    String method = method(frame);
    return "    at " + (method.isEmpty() ? where : method + " (" + where + ")");
  }

  /** The library's method that the user's code called and that did not return, if any. */
  private @Nullable StackTraceElement calledByUser(StackTraceElement[] stack) {
    StackTraceElement called = null;
    for (StackTraceElement frame : stack) {
      if (place(frame) != null) {
        boolean ours = called != null && called.getClassName().startsWith("tcplab.kernel.");
        return ours ? null : called;
      }
      called = LINKAGE.matcher(frame.getClassName()).lookingAt() ? called : frame;
    }
    return null;
  }

  private Places.@Nullable Place place(StackTraceElement frame) {
    String file = frame.getFileName();
    return file == null || !file.startsWith("#") ? null : places.find(file.substring(1));
  }

  /**
   * Such as {@code f}, {@code Point.length}, {@code lambda in f}; empty for the cell's own code.
   */
  static String method(StackTraceElement frame) {
    String method = frame.getMethodName() == null ? "" : frame.getMethodName();
    String type = typeName(WRAPPER.matcher(frame.getClassName()).replaceAll(""));
    var lambda = LAMBDA.matcher(method);
    if (lambda.matches()) {
      String host = OWN_CODE.matcher(lambda.group(1)).replaceFirst("");
      method = host.isEmpty() ? "lambda" : "lambda in " + host;
    }
    if (OWN_CODE.matcher(method).matches()) {
      return "";
    }
    if (method.equals("<init>")) {
      return "new " + type;
    }
    if (method.equals("<clinit>")) {
      return "initializing " + type;
    }
    return type.isEmpty() ? method : type + "." + method;
  }

  /**
   * Such as {@code Outer.Inner}; an anonymous class has but a number for a name, a local one too.
   */
  private static String typeName(String binaryName) {
    List<String> names = new ArrayList<>();
    for (String name : binaryName.split("\\$", -1)) {
      String written = NUMBER.matcher(name).replaceFirst("");
      if (!name.isEmpty()) {
        names.add(written.isEmpty() ? "(anonymous class)" : written);
      }
    }
    return String.join(".", names);
  }

  /** The line of this cell that threw, with its neighbours. */
  private List<String> excerpt(CellSource cell, StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      Places.Place place = place(frame);
      if (place != null && place.cell().number() == cell.number() && cell.number() > 0) {
        int line = place.line(frame.getLineNumber());
        return Excerpt.around(cell, line);
      }
    }
    return List.of();
  }

  private static List<String> marked(
      CellSource cell, int at, Snippet snippet, Diag diag, String message) {
    long start = Math.max(0, diag.getStartPosition());
    long end = Math.max(start, diag.getEndPosition());
    long caret = diag.getPosition() < 0 ? start : diag.getPosition();
    IntUnaryOperator inCell = i -> at + RecordConstructors.unmended(cell, at, snippet.source(), i);
    return Excerpt.marked(
        cell,
        inCell.applyAsInt((int) start),
        inCell.applyAsInt((int) caret),
        inCell.applyAsInt((int) end),
        message);
  }

  /** The compiler's words, without the lines that speak of JShell's wrapper classes. */
  private static String message(Diag diag) {
    StringBuilder kept = new StringBuilder();
    for (String line : diag.getMessage(null).lines().toList()) {
      boolean aboutWrapper = line.strip().matches("location: class( \\$?JShell.*)?");
      if (!aboutWrapper) {
        kept.append(kept.isEmpty() ? "" : "\n").append(WRAPPER.matcher(line).replaceAll(""));
      }
    }
    return JAVA_LANG.matcher(kept).replaceAll("");
  }
}
