package tcplab.kernel.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Compiles statements of a cell together. One after the other, each costs four passes of javac;
 * together they share two.
 *
 * <p>What is compiled together must mean the same as one after the other. So nothing is that
 * declares anything but variables, or leaves a variable's type to be inferred, or has a value that
 * may be the cell's; no variable that exists already, and none whose name stands in the text before
 * its declaration. Each is run by itself, in order: when one throws, those behind it have not run,
 * and the variables that they would have declared do not exist. When one does not compile, none has
 * run, and all are evaluated one after the other, as if nothing had been.
 */
final class Together {
  private final JShell shell;
  private final ShellInternals internals;
  private final CellControl control;
  private final CellLoader loader;

  Together(JShell shell, ShellInternals internals, CellControl control, CellLoader loader) {
    this.shell = shell;
    this.internals = internals;
    this.control = control;
    this.loader = loader;
  }

  /** Statements that were compiled together, and which variables there were before. */
  record Compiled(List<Snippet> snippets, Set<String> known) {}

  /**
   * The parts from a place that can be compiled together.
   *
   * @return how many; 0 or 1 when the next is to go alone
   */
  int count(List<CellPart> parts, int first) {
    Set<String> known = variables();
    Set<String> names = new HashSet<>();
    int next = first;
    for (; next < parts.size(); next++) {
      CellPart part = parts.get(next);
      String name = part.variable();
      List<CellPart> before = parts.subList(first, next);
      boolean fits =
          name.isEmpty()
              ? part.isStatement(next == parts.size() - 1)
              : names.add(name)
                  && !known.contains(name)
                  && before.stream().noneMatch(earlier -> earlier.mentions(name));
      if (!fits || part.source().indexOf('$') >= 0) {
        break;
      }
    }
    return next - first;
  }

  /**
   * Compiles and loads parts, and runs none.
   *
   * @return a snippet for each; none when one of them does not compile
   */
  Compiled compile(List<CellPart> parts) {
    Set<String> known = variables();
    List<Snippet> made = new ArrayList<>();
    boolean sound = internals.compile(parts.stream().map(CellPart::compiled).toList(), made);
    Compiled compiled = new Compiled(made, known);
    if (!sound) {
      undo(compiled, 0);
      made.clear();
    }
    return compiled;
  }

  /** Runs one. Returns what it threw, its places told as JShell tells them, or null. */
  @Nullable JShellException run(Snippet snippet) {
    if (snippet.subKind() == Snippet.SubKind.VAR_DECLARATION_SUBKIND) {
      loader.forget(((VarSnippet) snippet).name());
      return null;
    }
    return internals.run(snippet, control);
  }

  /** Takes back the declarations that were not reached; what had been declared before stays. */
  void undo(Compiled compiled, int from) {
    for (Snippet snippet : compiled.snippets().subList(from, compiled.snippets().size())) {
      boolean declared = snippet instanceof VarSnippet v && compiled.known().contains(v.name());
      if (!declared && snippet.id() != null && shell.snippets().anyMatch(s -> s == snippet)) {
        if (snippet instanceof VarSnippet variable) {
          loader.values().discard(variable.name());
        }
        internals.forget(snippet);
        loader.release(ShellInternals.className(snippet));
      }
    }
  }

  private Set<String> variables() {
    return shell.variables().map(VarSnippet::name).collect(Collectors.toSet());
  }
}
