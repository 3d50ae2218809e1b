package tcplab.kernel.shell;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one snippet, so that they can be unloaded when the snippet has run: a class
 * lives as long as its loader, and a notebook runs thousands of snippets.
 *
 * <p>To the JVM, a package of two loaders is two packages. What a snippet uses of another is public
 * in what JShell makes of it, save the class around it ({@link #opened}); but members that the user
 * wrote in a class of theirs may be package-private. So what declares classes, and what uses them,
 * is loaded by the one loader of all cells, and stays.
 */
final class SnippetLoader extends ClassLoader {
  private static final Pattern UNDECLARED = Pattern.compile("REPL\\.\\$JShell\\$\\w+(\\$\\d.*)?");
  private static final Pattern USES_DECLARED =
      Pattern.compile("REPL/\\$JShell\\$\\w+\\$[^\\d\\x00-\\x20]");

  private static final Pattern WRAPPED = Pattern.compile("REPL/\\$JShell\\$[\\w$]+");

  private static final int ACC_PUBLIC = 1;
  private static final int POOL_COUNT = 8;

  private final Map<String, byte[]> pending = new HashMap<>();
  private final Function<String, @Nullable Class<?>> others;
  private final Set<Class<?>> uses = new HashSet<>();

  /**
   * A loader for the classes that are {@link #add}ed.
   *
   * @param parent the loader of all cells
   * @param others finds other snippets' classes
   */
  SnippetLoader(ClassLoader parent, Function<String, @Nullable Class<?>> others) {
    super(parent);
    this.others = others;
    setPackageAssertionStatus(CellLoader.CELLS, true);
  }

  /** Whether these classes, a snippet's, can do with a loader of their own. */
  static boolean suits(ClassBytecodes[] classes) {
    for (ClassBytecodes one : classes) {
      if (!UNDECLARED.matcher(one.name()).matches()) {
        return false;
      }
      String words = new String(one.bytecodes(), StandardCharsets.ISO_8859_1);
      if (USES_DECLARED.matcher(words).find()) {
        return false;
      }
    }
    return true;
  }

  /** Takes a class file, to be defined when it is first asked for. */
  void add(String name, byte[] classFile) {
    pending.put(name, classFile);
    uses.addAll(uses(classFile, others));
  }

  /**
   * The classes of other snippets that a class file names. The JVM asks for them when they are
   * first used, and by then their snippets may have been declared anew.
   */
  static List<Class<?>> uses(byte[] classFile, Function<String, @Nullable Class<?>> others) {
    String words = new String(classFile, StandardCharsets.ISO_8859_1);
    return WRAPPED
        .matcher(words)
        .results()
        .map(word -> others.apply(word.group().replace('/', '.')))
        .<Class<?>>mapMulti(SnippetLoader::take)
        .toList();
  }

  private static void take(@Nullable Class<?> type, Consumer<Class<?>> taker) {
    if (type != null) {
      taker.accept(type);
    }
  }

  /** The one of some classes that has a name. */
  static @Nullable Class<?> named(String name, Set<Class<?>> classes) {
    for (Class<?> one : classes) {
      if (one.getName().equals(name)) {
        return one;
      }
    }
    return null;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("REPL.")) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        byte[] classFile = known == null ? pending.remove(name) : null;
        if (classFile != null) {
          return defineClass(name, classFile, 0, classFile.length);
        }
        known = known == null ? named(name, uses) : known;
        known = known == null ? others.apply(name) : known;
        if (known != null) {
          return known;
        }
      }
    }
    return super.loadClass(name, resolve);
  }

  /** A class file with its class made public (JVMS 4.1: after the constant pool). */
  static byte[] opened(byte[] classFile) {
    ByteBuffer bytes = ByteBuffer.wrap(classFile.clone());
    int count = bytes.getShort(POOL_COUNT) & 0xffff;
    int at = POOL_COUNT + 2;
    for (int i = 1; i < count; i++) {
      int tag = bytes.get(at);
      at += size(bytes, at, tag);
      if (tag == 5 || tag == 6) {
        i++; // a long and a double count twice (JVMS 4.4.5)
      }
    }
    bytes.putShort(at, (short) (bytes.getShort(at) | ACC_PUBLIC));
    return bytes.array();
  }

  /** The size of a constant (JVMS 4.4), its tag included. */
  private static int size(ByteBuffer bytes, int at, int tag) {
    return switch (tag) {
      case 1 -> 3 + (bytes.getShort(at + 1) & 0xffff);
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
      case 5, 6 -> 9;
      case 15 -> 4;
      default -> 3;
    };
  }
}
