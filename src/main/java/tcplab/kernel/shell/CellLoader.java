package tcplab.kernel.shell;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;
import jdk.jshell.spi.ExecutionControl.NotImplementedException;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/** Loads what cells compile to, and the jars they add. */
final class CellLoader implements LoaderDelegate {
  /** The package in which JShell puts what cells declare. */
  static final String CELLS = "REPL";

  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*");

  private final Libraries libraries = new Libraries();
  private final Classes classes = new Classes(libraries, this::known);
  // Asked by loaders while they hold their own locks, so it must not wait for ours.
  private final Map<String, Class<?>> loaded = new ConcurrentHashMap<>();
  // By the name without its letters: $JShell$7, $JShell$7B and $JShell$7C wrap one snippet.
  private final Map<String, String> newest = new HashMap<>();
  private final List<String> replaced = new ArrayList<>();
  private final Unloading unloading = new Unloading();
  private final CarriedValues values = new CarriedValues();

  /** The class loader that cells' threads have as their context class loader. */
  ClassLoader classLoader() {
    return classes;
  }

  /** Whose copy of a library cells see. */
  Libraries libraries() {
    return libraries;
  }

  @Override
  public synchronized void load(ClassBytecodes[] cbcs) throws ClassInstallException {
    boolean[] installed = new boolean[cbcs.length];
    SnippetLoader own = SnippetLoader.suits(cbcs) ? new SnippetLoader(classes, this::known) : null;
    for (ClassBytecodes one : cbcs) {
      byte[] classFile = SnippetLoader.opened(CellBytes.guarded(one.bytecodes()));
      if (own == null) {
        classes.pending.put(one.name(), classFile);
        classes.uses.addAll(SnippetLoader.uses(classFile, this::known));
      } else {
        own.add(one.name(), classFile);
      }
    }
    try {
      for (int i = 0; i < cbcs.length; i++) {
        Class<?> type = (own == null ? classes : own).loadClass(cbcs[i].name());
        loaded.put(cbcs[i].name(), type);
        replace(cbcs[i].name());
        unloading.add(type);
        values.carryOver(type);
        installed[i] = true;
        link(type);
      }
    } catch (ClassNotFoundException | LinkageError refused) {
      throw new ClassInstallException("load: " + refused, installed);
    }
  }

  @Override
  public void classesRedefined(ClassBytecodes[] cbcs) {
    // Bytes are taken once, when a class is loaded: nothing here goes stale.
  }

  @Override
  public void addToClasspath(String path) throws InternalException {
    try {
      libraries.add(path).forEach(System.err::println);
      for (String entry : path.split(File.pathSeparator, -1)) {
        if (!entry.isEmpty()) {
          classes.addURL(Path.of(entry).toUri().toURL());
        }
      }
    } catch (MalformedURLException | IllegalArgumentException bad) {
      throw new InternalException(bad.toString());
    }
  }

  @Override
  public synchronized Class<?> findClass(String name) throws ClassNotFoundException {
    Class<?> type = loaded.get(name);
    if (type == null) {
      throw new ClassNotFoundException(name);
    }
    return type;
  }

  private @Nullable Class<?> known(String name) {
    return loaded.get(name);
  }

  /**
   * A snippet is over: when nothing else holds its classes, they may go.
   *
   * @param className of the class that JShell wrapped around it
   */
  synchronized void release(String className) {
    newest.remove(CarriedValues.wrapper(className), className);
    loaded.keySet().removeIf(name -> name.equals(className) || name.startsWith(className + "$"));
  }

  private void replace(String className) {
    if (WRAPPER.matcher(className).matches()) {
      String old = newest.put(CarriedValues.wrapper(className), className);
      if (old != null && !old.equals(className)) {
        replaced.add(old);
      }
    }
  }

  /** The names of classes whose snippets got newer ones since this was last asked. */
  synchronized List<String> takeReplaced() {
    List<String> taken = List.copyOf(replaced);
    replaced.clear();
    return taken;
  }

  /** The names of classes that were unloaded since this was last asked. */
  synchronized List<String> takeUnloaded() {
    return unloading.take();
  }

  /**
   * Changes classes in place, so that all that exists of them lives on.
   *
   * @throws NotImplementedException when this JVM was started without the agent
   * @throws ClassInstallException when the JVM refuses: a member was added, say. JShell then loads
   *     the changed code under a new name, and {@link CarriedValues} saves what can be saved
   */
  synchronized void redefine(ClassBytecodes[] changed)
      throws ClassInstallException, NotImplementedException {
    Instrumentation instrumentation = KernelAgent.instrumentation();
    if (instrumentation == null) {
      throw new NotImplementedException("redefine: started without the agent");
    }
    try {
      ClassDefinition[] definitions = new ClassDefinition[changed.length];
      for (int i = 0; i < changed.length; i++) {
        byte[] bytes = SnippetLoader.opened(CellBytes.guarded(changed[i].bytecodes()));
        definitions[i] = new ClassDefinition(findClass(changed[i].name()), bytes);
      }
      instrumentation.redefineClasses(definitions);
    } catch (ClassNotFoundException
        | UnmodifiableClassException
        | UnsupportedOperationException
        | LinkageError refused) {
      KernelLog.debug("Not redefined in place: " + refused);
      throw new ClassInstallException("redefine: " + refused, new boolean[changed.length]);
    }
  }

  /** The variables whose values were lost since this was last asked. */
  List<String> takeLost() {
    return values.takeLost();
  }

  /** The variables that cells have declared. */
  CarriedValues values() {
    return values;
  }

  /** A variable was declared anew without a value: it starts from its type's default. */
  synchronized void forget(String variable) {
    values.forget(variable);
  }

  /** Asks for what needs a linked class, so that a broken one is refused here and not in a cell. */
  private static void link(Class<?> type) {
    java.lang.reflect.Method[] methods = type.getDeclaredMethods();
    KernelLog.debug("Loaded " + type.getName() + " with " + methods.length + " methods");
  }

  /** Notices when classes are unloaded. */
  private static final class Unloading {
    private final ReferenceQueue<Class<?>> gone = new ReferenceQueue<>();
    private final Map<Reference<?>, String> watched = new HashMap<>();

    void add(Class<?> type) {
      watched.put(new WeakReference<>(type, gone), type.getName());
    }

    List<String> take() {
      List<String> names = new ArrayList<>();
      for (Reference<?> one = gone.poll(); one != null; one = gone.poll()) {
        names.add(watched.remove(one));
      }
      return names;
    }
  }

  /**
   * The class loader of cells: its own for cells' classes, for what the notebook added and the
   * kernel has not, and for libraries that the notebook brought in its own version.
   */
  private static final class Classes extends URLClassLoader {
    private final Map<String, byte[]> pending = new HashMap<>();
    // What is loaded here stays, and so must what it may be linked with later.
    private final Set<Class<?>> uses = new HashSet<>();
    private final Libraries libraries;

    private final Function<String, @Nullable Class<?>> snippets;

    Classes(Libraries libraries, Function<String, @Nullable Class<?>> snippets) {
      super(new URL[0], CellLoader.class.getClassLoader());
      this.libraries = libraries;
      this.snippets = snippets;
      // An assert in a cell is meant to be checked; the libraries' own stay off.
      setPackageAssertionStatus(CELLS, true);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      // Cells' own classes are nowhere else: no need to search every jar for them first.
      if (name.startsWith("REPL.") || libraries.replaced(name)) {
        synchronized (getClassLoadingLock(name)) {
          Class<?> known = findLoadedClass(name);
          if (known == null && !pending.containsKey(name)) {
            known = snippets.apply(name);
            known = known == null ? SnippetLoader.named(name, uses) : known;
          }
          return known == null ? findClass(name) : known;
        }
      }
      Class<?> type = super.loadClass(name, resolve);
      if (type.getClassLoader() == getParent()) {
        libraries.use(name);
      }
      return type;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte @Nullable [] bytes;
      synchronized (pending) {
        bytes = pending.remove(name);
      }
      return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }

    /** What the notebook added comes first, except for the kernel's libraries' own resources. */
    @Override
    public @Nullable URL getResource(String name) {
      if (getURLs().length == 0 || libraries.kernelsResource(name)) {
        return super.getResource(name);
      }
      URL added = findResource(name);
      boolean hidden = added != null || libraries.replacedResource(name);
      return hidden ? added : getParent().getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return libraries.replacedResource(name) ? findResources(name) : super.getResources(name);
    }

    @Override
    protected void addURL(URL url) {
      super.addURL(url);
    }
  }
}
