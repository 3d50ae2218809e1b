package tcplab.kernel.shell;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * What JShell could do and its API does not offer. The kernel's agent opens its package.
 *
 * <ul>
 *   <li>Imports that are known to be good are taken as they are. By the API each would be analyzed
 *       and compiled, together with all before it: half of the time in which a shell starts.
 *   <li>A snippet that has run is forgotten. JShell keeps its class file, its source and what it
 *       wrapped around it for ever, even when it is dropped, and the compiler goes through all
 *       these class files again for each snippet that follows.
 *   <li>JShell walks through the class path and all of the JDK in the background to know every
 *       package's name, which only completion asks for. That waits until the first cells are done.
 * </ul>
 *
 * <p>The names used here are the same in JDK 17 to 25. Should one be missing, {@link #of} gives
 * null, and the shell does without: it starts later and grows.
 */
final class ShellInternals {
  private static final String PACKAGE = "jdk.jshell";
  private static final String CLASS = "REPL.$JShell$";

  private final JShell shell;
  private final Object eval;
  private final Object maps;
  private final Object outerMap;
  private final Method toSnippets;
  private final Method guts;
  private final Method wrapImport;
  private final Method setOuterWrap;
  private final Method setStatus;
  private final Constructor<?> noDiagnostics;
  private final Method install;
  private final Set<?> snippets;
  private final List<?> byKey;
  private final Map<?, ?> variables;
  private final Map<?, ?> wraps;
  private final Map<?, ?> classFiles;
  private final Map<?, ?> classInfos;
  private final Method resumeIndexing;
  private final Method awaitIndexing;
  private boolean indexing;

  private ShellInternals(JShell shell) throws ReflectiveOperationException {
    this.shell = shell;
    eval = value(shell, "eval");
    maps = value(shell, "maps");
    outerMap = value(shell, "outerMap");
    Class<?> diagnostics = type("DiagList");
    noDiagnostics = diagnostics.getDeclaredConstructor();
    noDiagnostics.setAccessible(true);
    toSnippets = method(eval.getClass(), "sourceToSnippets", String.class);
    guts = method(Snippet.class, "guts");
    wrapImport = method(outerMap.getClass(), "wrapImport", type("Wrap"), Snippet.class);
    setOuterWrap = method(Snippet.class, "setOuterWrap", type("OuterWrap"));
    setStatus =
        method(Snippet.class, "setCompilationStatus", Status.class, List.class, diagnostics);
    install = method(maps.getClass(), "installSnippet", Snippet.class);
    snippets = (Set<?>) value(maps, "snippets");
    byKey = (List<?>) value(maps, "keyIndexToSnippet");
    variables = (Map<?, ?>) value(value(shell, "keyMap"), "varMap");
    wraps = (Map<?, ?>) value(outerMap, "classOuters");
    classFiles =
        (Map<?, ?>) value(value(value(shell, "taskFactory"), "fileManager"), "classObjects");
    classInfos = (Map<?, ?>) value(value(shell, "classTracker"), "map");
    Object analysis = shell.sourceCodeAnalysis();
    resumeIndexing = method(analysis.getClass(), "resumeIndexing");
    awaitIndexing = method(analysis.getClass(), "waitBackgroundTaskFinished");
    method(analysis.getClass(), "suspendIndexing").invoke(analysis);
  }

  /** The inside of a shell; null when this JDK's is another, or no agent can open it. */
  static @Nullable ShellInternals of(JShell shell) {
    Instrumentation agent = KernelAgent.instrumentation();
    if (agent == null) {
      return null;
    }
    try {
      Set<Module> us = Set.of(ShellInternals.class.getModule());
      agent.redefineModule(
          JShell.class.getModule(), Set.of(), Map.of(), Map.of(PACKAGE, us), Set.of(), Map.of());
      return new ShellInternals(shell);
    } catch (ReflectiveOperationException | RuntimeException changed) {
      KernelLog.warn("JShell has changed inside, the kernel will be slower", changed);
      return null;
    }
  }

  /**
   * Takes an import without compiling it; cells that follow see whether it was good.
   *
   * @return whether it was one, and was taken
   */
  boolean takeImport(String declaration) {
    if (!declaration.startsWith("import ")) {
      return false;
    }
    try {
      for (Object snippet : (List<?>) toSnippets.invoke(eval, declaration)) {
        Object wrap = wrapImport.invoke(outerMap, guts.invoke(snippet), snippet);
        setOuterWrap.invoke(snippet, wrap);
        Object none = noDiagnostics.newInstance();
        setStatus.invoke(snippet, Status.VALID, List.of(), none);
        install.invoke(maps, snippet);
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException changed) {
      KernelLog.warn("Compiled after all: " + declaration, changed);
      return false;
    }
  }

  /** Lets JShell learn the names of all packages, in the background. */
  void index() {
    try {
      if (!indexing) {
        indexing = true;
        resumeIndexing.invoke(shell.sourceCodeAnalysis());
      }
    } catch (ReflectiveOperationException changed) {
      KernelLog.warn("No names of packages in completion", changed);
    }
  }

  /** Waits until JShell knows the names of all packages: a second, once. */
  void awaitIndex() {
    index();
    try {
      awaitIndexing.invoke(shell.sourceCodeAnalysis());
    } catch (ReflectiveOperationException changed) {
      KernelLog.warn("No names of packages in completion", changed);
    }
  }

  /** Forgets a snippet that no other can refer to, but for what explains its stack frames. */
  void forget(Snippet snippet) {
    shell.drop(snippet);
    snippets.remove(snippet);
    int index = byKey.lastIndexOf(snippet);
    if (index >= 0) {
      byKey.set(index, null);
    }
    if (snippet instanceof jdk.jshell.VarSnippet variable) {
      variables.remove(variable.name());
    }
    classFiles.keySet().removeIf(name -> belongs((String) name, snippet.id()));
    classInfos.keySet().removeIf(name -> belongs((String) name, snippet.id()));
  }

  /** Forgets a snippet in whose place there is another, of the same id. */
  void forgetReplaced(Snippet snippet) {
    snippets.remove(snippet);
  }

  /** Forgets the class file that was made of a snippet before its present one. */
  void forgetClass(String className) {
    Predicate<Object> its =
        name -> name.equals(className) || ((String) name).startsWith(className + "$");
    classFiles.keySet().removeIf(its);
    classInfos.keySet().removeIf(its);
  }

  /** The name of the class that JShell wraps around a snippet which is not redeclared. */
  static String className(Snippet snippet) {
    return CLASS + snippet.id();
  }

  /** A class was unloaded: no stack can show it any more. */
  void unloaded(String className) {
    wraps.remove(className.substring(className.indexOf('.') + 1));
  }

  /** {@code $JShell$12}, {@code $JShell$12B} and {@code $JShell$12$1} are of snippet 12. */
  private static boolean belongs(String className, String id) {
    int end = CLASS.length() + id.length();
    return className.startsWith(id, CLASS.length())
        && (className.length() == end || !Character.isDigit(className.charAt(end)));
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + "." + name);
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters)
      throws NoSuchMethodException {
    Method method = type.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }

  private static Object value(Object object, String name) throws ReflectiveOperationException {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(object);
  }
}
