package tcplab.kernel.shell;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/** Loads what cells compile to, and the jars they add. */
final class CellLoader implements LoaderDelegate {
  private final Classes classes = new Classes();
  private final Map<String, Class<?>> loaded = new HashMap<>();

  /** The class loader that cells' threads have as their context class loader. */
  ClassLoader classLoader() {
    return classes;
  }

  @Override
  public synchronized void load(ClassBytecodes[] cbcs) throws ClassInstallException {
    boolean[] installed = new boolean[cbcs.length];
    for (ClassBytecodes one : cbcs) {
      classes.pending.put(one.name(), ExitGuard.guard(one.bytecodes()));
    }
    try {
      for (int i = 0; i < cbcs.length; i++) {
        Class<?> type = classes.loadClass(cbcs[i].name());
        loaded.put(cbcs[i].name(), type);
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

  /** Asks for what needs a linked class, so that a broken one is refused here and not in a cell. */
  private static void link(Class<?> type) {
    java.lang.reflect.Method[] methods = type.getDeclaredMethods();
    KernelLog.debug("Loaded " + type.getName() + " with " + methods.length + " methods");
  }

  private static final class Classes extends URLClassLoader {
    private final Map<String, byte[]> pending = new HashMap<>();

    Classes() {
      super(new URL[0], CellLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte @Nullable [] bytes;
      synchronized (pending) {
        bytes = pending.remove(name);
      }
      return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    protected void addURL(URL url) {
      super.addURL(url);
    }
  }
}
