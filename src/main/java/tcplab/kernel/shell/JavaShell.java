package tcplab.kernel.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * One notebook's Java: evaluates cells, completes, explains.
 *
 * <p>Any thread may call any method. Cells are evaluated one at a time, by the caller; while a
 * cell's own code runs, completion and inspection answer other callers, and between that they wait
 * for the few milliseconds that compiling takes.
 */
public final class JavaShell implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Places places = new Places();
  private final CellLoader loader = new CellLoader();
  private final UserCode userCode = new UserCode(loader.classLoader(), this::uncaught);
  private final CellControl control;
  private final List<Snippet> over = new ArrayList<>();
  private final List<Snippet> replaced = new ArrayList<>();
  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final ErrorWriter errors;
  private final Completer completer;
  private final Sources sources;
  private final Inspector inspector;
  private final @Nullable ShellInternals internals;

  /**
   * Starts a shell.
   *
   * @param preamble declarations to evaluate first, imports for the most part
   * @param compilerOptions for javac, beside the shell's own
   * @param timeout how long one statement may run; null is without end
   * @throws IllegalStateException when a declaration does not compile
   */
  public JavaShell(
      List<String> preamble, List<String> compilerOptions, @Nullable Duration timeout) {
    List<String> options = new ArrayList<>(List.of("-parameters", "-g", "-Xlint:none"));
    options.addAll(compilerOptions);
    control = new CellControl(loader, userCode, lock, timeout);
    shell =
        JShell.builder()
            .executionEngine(control, null)
            .fileManager(files -> CellFileManager.around(files, loader.libraries()))
            .compilerOptions(options.toArray(String[]::new))
            .build();
    internals = ShellInternals.of(shell);
    analysis = shell.sourceCodeAnalysis();
    errors = new ErrorWriter(shell, places);
    completer = new Completer(analysis);
    sources = new Sources(shell, analysis);
    inspector = new Inspector(shell, analysis, places, loader.values(), sources);
    for (String declaration : preamble) {
      if (internals != null && internals.takeImport(declaration)) {
        continue;
      }
      for (SnippetEvent event : shell.eval(declaration)) {
        if (event.status() == Snippet.Status.REJECTED) {
          throw new IllegalStateException("Does not compile: " + declaration);
        }
      }
    }
  }

  /**
   * A cell begins: names its threads, forgets an earlier interrupt.
   *
   * @param cell the cell
   */
  public void begin(CellSource cell) {
    userCode.beginCell(cell.title());
  }

  /**
   * A cell ended: forgets its statements and unnamed results, which would slow down all that
   * follows.
   */
  public void end() {
    lock.lock();
    try {
      over.forEach(this::forget);
      if (internals != null) {
        replaced.forEach(internals::forgetReplaced);
        loader.takeReplaced().forEach(this::forgetReplaced);
        loader.takeUnloaded().forEach(internals::unloaded);
      }
    } finally {
      over.clear();
      replaced.clear();
      lock.unlock();
    }
  }

  /** A class whose snippet has a newer one. What was linked with it keeps it. */
  private void forgetReplaced(String className) {
    if (internals != null) {
      internals.forgetClass(className);
    }
    loader.release(className);
  }

  private void forget(Snippet snippet) {
    if (snippet instanceof VarSnippet unnamed) {
      loader.values().discard(unnamed.name());
    }
    if (internals == null) {
      shell.drop(snippet);
    } else {
      internals.forget(snippet);
      loader.release(ShellInternals.className(snippet));
    }
  }

  /**
   * Evaluates Java that stands in a cell.
   *
   * @param cell the whole cell, for places in errors
   * @param offset where in it the code begins
   * @param code statements, declarations and expressions
   * @return the value of the last expression when the code ends with one, else null
   * @throws CellFailedException when it does not compile, throws, or is stopped
   */
  public @Nullable Object evaluate(CellSource cell, int offset, String code)
      throws CellFailedException {
    lock.lock();
    try {
      return statements(cell, offset, code);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs a piece of the kernel's code that may take long or calls the user's code, such as a magic
   * or a renderer, so that it can be interrupted like a cell.
   *
   * @param cell the cell it belongs to, for the error report
   * @param code what to run
   * @param <T> what it returns
   * @return its value
   * @throws CellFailedException when it throws or is stopped
   */
  public <T> @Nullable T call(CellSource cell, Callable<T> code) throws CellFailedException {
    try {
      return userCode.call(code);
    } catch (CellStoppedException stopped) {
      throw errors.stopped(cell, stopped);
    } catch (CellFailedException already) {
      throw already;
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
      throw errors.thrown(cell, e);
    }
  }

  /**
   * Stops the cell that runs. Returns when it has stopped, or when that has proved impossible.
   *
   * @return the names of threads that could not be stopped
   */
  public List<String> interrupt() {
    return userCode.stop();
  }

  /** Stops the cell that has just begun, before any of it runs. */
  public void stopAtOnce() {
    userCode.stopAtOnce();
  }

  /** Loads what is rarely needed but must be quick then. For a quiet moment. */
  public void warmUp() {
    ThreadStopper.warmUp();
    lock.lock();
    try {
      if (internals != null) {
        internals.index();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds to what cells compile and run against.
   *
   * @param path jars and folders, joined by the platform's path separator
   */
  public void addToClasspath(String path) {
    lock.lock();
    try {
      shell.addToClasspath(path);
      sources.add(path);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The variables that cells have declared.
   *
   * @return each with its type, as a declaration would have it
   */
  public List<String> variables() {
    lock.lock();
    try {
      return shell.variables().map(v -> v.typeName() + " " + v.name()).sorted().toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The loader of cells' classes.
   *
   * @return the context class loader of cells' threads
   */
  public ClassLoader classLoader() {
    return loader.classLoader();
  }

  /**
   * Proposes how to go on at a place in a cell.
   *
   * @param code the cell
   * @param cursor offset in characters
   * @return proposals for the text between two offsets
   */
  public Completions complete(String code, int cursor) {
    lock.lock();
    try {
      Completions found = completer.complete(code, cursor);
      if (found.proposals().isEmpty() && internals != null) {
        internals.awaitIndex(); // it may be a package's name
        found = completer.complete(code, cursor);
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Explains what stands at a place in a cell.
   *
   * @param code the cell
   * @param cursor offset in characters
   * @param detailed true for the source or all of the documentation
   * @return plain text, or null when nothing is known
   */
  public @Nullable String inspect(String code, int cursor, boolean detailed) {
    lock.lock();
    try {
      return inspector.inspect(code, cursor, detailed);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether a cell can be evaluated as it is.
   *
   * @param code the cell's Java
   * @return the verdict, with the indent of the next line
   */
  public Completeness completeness(String code) {
    lock.lock();
    try {
      return Completeness.of(analysis, code);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    shell.close();
  }

  private @Nullable Object statements(CellSource cell, int offset, String code)
      throws CellFailedException {
    List<Snippet> declared = new ArrayList<>();
    if (CellPart.isOneExpression(code)) {
      int lead = JavaText.codeStart(code);
      return statement(cell, offset + lead, code.substring(lead), declared);
    }
    Object last = null;
    for (CellPart part : CellPart.split(analysis, offset, code)) {
      last = statement(cell, part.at(), part.source(), declared);
    }
    errors.checkResolved(cell, declared);
    errors.unresolved(declared).forEach(System.err::println);
    return last;
  }

  private @Nullable Object statement(CellSource cell, int at, String source, List<Snippet> declared)
      throws CellFailedException {
    if (userCode.stopped()) {
      throw errors.stopped(cell, new CellStoppedException(List.of()));
    }
    Places.Place place = new Places.Place(cell, at);
    Object value = null;
    for (SnippetEvent event : eval(source)) {
      if (event.causeSnippet() != null) {
        if (event.status() == Snippet.Status.OVERWRITTEN) {
          replaced.add(event.snippet());
        } else {
          mend(event);
        }
        continue;
      }
      Snippet snippet = event.snippet();
      places.put(snippet.id(), place);
      boolean unnamed = snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
      if (unnamed || !snippet.kind().isPersistent()) {
        over.add(snippet);
      }
      if (event.status() == Snippet.Status.REJECTED) {
        throw errors.rejected(cell, at, snippet);
      }
      declared.add(snippet);
      if (snippet.subKind() == Snippet.SubKind.VAR_DECLARATION_SUBKIND) {
        loader.forget(((VarSnippet) snippet).name());
      }
      Throwable live = control.takeThrown();
      Object result = control.takeValue();
      if (event.exception() != null) {
        throw errors.failed(cell, event.exception(), live);
      }
      value = CellPart.isValue(snippet.subKind()) ? result : null;
    }
    tellLost();
    return value;
  }

  private List<SnippetEvent> eval(String source) {
    List<SnippetEvent> events = shell.eval(source);
    String mended = RecordConstructors.mend(shell, events, source);
    return mended == null ? events : shell.eval(mended);
  }

  /**
   * A redeclaration or an import may break the initializer of a variable that exists, and JShell
   * then drops the variable. Its value is there all the same: it is declared again by its type
   * alone.
   */
  private void mend(SnippetEvent event) {
    boolean broken = !event.status().isDefined() && event.previousStatus().isDefined();
    if (broken && event.snippet() instanceof VarSnippet variable) {
      String declaration = loader.values().declaration(variable.name());
      if (declaration != null) {
        loader.values().restore(variable.name(), () -> shell.eval(declaration));
      }
    }
  }

  /** A thread of the notebook died: its exception is shown as a cell's would be. */
  private void uncaught(Thread thread, Throwable thrown) {
    lock.lock();
    try {
      Rethrown.hold(thrown);
      for (SnippetEvent event : shell.eval(Rethrown.SNIPPET)) {
        if (event.exception() != null) {
          List<String> lines = errors.trace(event.exception());
          System.err.println("Thread \"" + thread.getName() + "\" ended by an exception");
          lines.forEach(System.err::println);
        }
      }
    } catch (IllegalStateException closed) {
      KernelLog.warn("Not shown: " + thrown, closed);
    } finally {
      lock.unlock();
    }
  }

  private void tellLost() {
    List<String> lost = loader.takeLost();
    if (!lost.isEmpty()) {
      System.err.println(
          "The redeclaration changed a type; these variables lost their values: "
              + String.join(", ", lost));
    }
  }
}
