package tcplab.kernel.shell;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * What cells compile against: javac's own file manager, except that classes of the kernel's own jar
 * are listed by {@link JarDirectory} and read through the class loader that has the jar open
 * anyway, unless the notebook has brought its own copy of them ({@link Libraries}).
 */
final class CellFileManager extends ForwardingJavaFileManager<StandardJavaFileManager>
    implements StandardJavaFileManager {
  private static final Set<String> CLASS_PATH_OPTIONS = Set.of("-classpath", "-cp", "--class-path");

  private final Path jar;
  private final JarDirectory directory;
  private final Libraries libraries;

  private CellFileManager(
      StandardJavaFileManager standard, Path jar, JarDirectory directory, Libraries libraries) {
    super(standard);
    this.libraries = libraries;
    this.jar = jar;
    this.directory = directory;
  }

  /** Wraps javac's file manager when all of the class path is one jar; else leaves it as it is. */
  static StandardJavaFileManager around(StandardJavaFileManager standard, Libraries libraries) {
    Path jar = Path.of(System.getProperty("java.class.path", ""));
    if (!Files.isRegularFile(jar)) {
      return standard;
    }
    try {
      JarDirectory directory = JarDirectory.read(jar);
      if (directory == null
          || directory.classes(CellFileManager.class.getPackageName()).isEmpty()) {
        return standard;
      }
      standard.setLocation(StandardLocation.CLASS_PATH, List.of());
      return new CellFileManager(standard, jar, directory, libraries);
    } catch (IOException unreadable) {
      KernelLog.warn("The class path is read the slow way", unreadable);
      return standard;
    }
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    Iterable<JavaFileObject> others = super.list(location, packageName, kinds, recurse);
    if (location != StandardLocation.CLASS_PATH
        || !kinds.contains(JavaFileObject.Kind.CLASS)
        || libraries.replaced(packageName)) {
      return others;
    }
    List<JavaFileObject> all = new ArrayList<>();
    for (String name : directory.classes(packageName)) {
      all.add(new ClassFile(packageName.isEmpty() ? name : packageName + "." + name));
    }
    others.forEach(all::add);
    return all;
  }

  @Override
  public @Nullable String inferBinaryName(Location location, JavaFileObject file) {
    return file instanceof ClassFile own ? own.binaryName : super.inferBinaryName(location, file);
  }

  @Override
  public boolean isSameFile(FileObject a, FileObject b) {
    boolean own = a instanceof ClassFile || b instanceof ClassFile;
    return own ? a.toUri().equals(b.toUri()) : super.isSameFile(a, b);
  }

  @Override
  public boolean contains(Location location, FileObject file) throws IOException {
    return file instanceof ClassFile
        ? location == StandardLocation.CLASS_PATH
        : super.contains(location, file);
  }

  /** A class path that is set later holds the jar too; it must not be walked after all. */
  @Override
  public boolean handleOption(String current, Iterator<String> remaining) {
    if (!CLASS_PATH_OPTIONS.contains(current) || !remaining.hasNext()) {
      return super.handleOption(current, remaining);
    }
    List<String> others = new ArrayList<>(List.of(remaining.next().split(File.pathSeparator)));
    others.removeIf(entry -> entry.isEmpty() || Path.of(entry).equals(jar));
    if (others.isEmpty()) {
      return true;
    }
    String path = String.join(File.pathSeparator, others);
    return super.handleOption(current, List.of(path).iterator());
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(
      Iterable<? extends File> files) {
    return fileManager.getJavaFileObjectsFromFiles(files);
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
    return fileManager.getJavaFileObjects(files);
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
    return fileManager.getJavaFileObjectsFromStrings(names);
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
    return fileManager.getJavaFileObjects(names);
  }

  @Override
  public void setLocation(Location location, @Nullable Iterable<? extends File> files)
      throws IOException {
    fileManager.setLocation(location, files);
  }

  @Override
  public void setLocationFromPaths(Location location, Collection<? extends Path> paths)
      throws IOException {
    fileManager.setLocationFromPaths(location, paths);
  }

  @Override
  public @Nullable Iterable<? extends File> getLocation(Location location) {
    Iterable<? extends File> others = fileManager.getLocation(location);
    return location == StandardLocation.CLASS_PATH ? with(jar.toFile(), others) : others;
  }

  @Override
  public @Nullable Iterable<? extends Path> getLocationAsPaths(Location location) {
    Iterable<? extends Path> others = fileManager.getLocationAsPaths(location);
    return location == StandardLocation.CLASS_PATH ? with(jar, others) : others;
  }

  @Override
  public Path asPath(FileObject file) {
    return fileManager.asPath(file);
  }

  private static <T> List<T> with(T first, @Nullable Iterable<? extends T> others) {
    List<T> all = new ArrayList<>(Arrays.asList(first));
    if (others != null) {
      others.forEach(all::add);
    }
    return all;
  }

  /** A class in the kernel's jar. */
  private static final class ClassFile extends SimpleJavaFileObject {
    private final String binaryName;

    ClassFile(String binaryName) {
      super(URI.create("own:///" + path(binaryName).replace("$", "%24")), Kind.CLASS);
      this.binaryName = binaryName;
    }

    private static String path(String binaryName) {
      return binaryName.replace('.', '/') + ".class";
    }

    @Override
    public InputStream openInputStream() throws IOException {
      InputStream stream =
          CellFileManager.class.getClassLoader().getResourceAsStream(path(binaryName));
      if (stream == null) {
        throw new IOException(binaryName + " is not in the kernel's jar");
      }
      return stream;
    }
  }
}
