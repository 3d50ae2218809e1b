package tcplab.kernel.shell;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * Whose copy of a library cells see: the kernel's, or one that the notebook added.
 *
 * <p>The kernel's jar holds libraries (gson, jna, slf4j, …), which cells may use. A notebook that
 * adds another version of one gets that version, for compiling as for running, and nothing but it:
 * the kernel's copy is hidden from cells from then on, as a whole, while the kernel goes on with
 * its own. Two versions are never mixed class by class, which would end in linkage errors.
 *
 * <p>Two things stay as they are, and a message says so: a library that cells have used already (a
 * JVM does not forget a class), and those that notebook and kernel talk to each other in (tcplab,
 * IJava's API, Tablesaw), together with what is added in the same go, since that is for the most
 * part what they need themselves.
 */
final class Libraries {
  /** A library. */
  private record Library(boolean shared, List<String> packages) {
    /** Whether a class or package is part of it, or below it. */
    boolean has(String name) {
      for (String prefix : packages) {
        boolean whole = name.length() == prefix.length() || name.startsWith(".", prefix.length());
        if (name.startsWith(prefix) && whole) {
          return true;
        }
      }
      return false;
    }

    String name() {
      return packages.get(0);
    }
  }

  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private volatile List<Library> replaced = List.of();
  private @Nullable List<Library> all;

  /** Whether the notebook has brought its own copy of the library that has this class. */
  boolean replaced(String classOrPackage) {
    for (Library library : replaced) {
      if (library.has(classOrPackage)) {
        return true;
      }
    }
    return false;
  }

  /** Like {@link #replaced} for a resource's path; a service's providers belong to the service. */
  boolean replacedResource(String path) {
    if (replaced.isEmpty()) {
      return false;
    }
    String services = "META-INF/services/";
    return path.startsWith(services)
        ? replaced(path.substring(services.length()))
        : replaced(path.replace('/', '.'));
  }

  /** Whether the kernel's jar has the resource's library, and cells see it. */
  synchronized boolean kernelsResource(String path) {
    Library library = of(path.replace('/', '.'));
    return library != null && !replaced.contains(library);
  }

  /** A cell has been given this class of the kernel's: there is no way back. */
  void use(String className) {
    used.add(className);
  }

  /**
   * The notebook adds to its class path: decides which libraries are its own from here on.
   *
   * @param path jars and folders, joined by the platform's path separator
   * @return what stays the kernel's although it was added, a sentence each
   */
  synchronized List<String> add(String path) {
    List<Library> brought = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        look(Path.of(entry), brought);
      }
    }
    List<String> kept = new ArrayList<>();
    if (brought.stream().anyMatch(library -> library.has("tcplab"))) {
      // The kernel's own jar, as IJAVA_CLASSPATH names it for IJava: all of it is here.
      return kept;
    }
    for (Library library : brought) {
      if (library.shared) {
        kept.add(
            library.name()
                + " is part of this kernel: its own version stays in use, with the libraries that it"
                + " needs");
      }
    }
    if (kept.isEmpty()) {
      replace(brought, kept);
    }
    return kept;
  }

  private void replace(List<Library> brought, List<String> kept) {
    List<Library> now = new ArrayList<>(replaced);
    for (Library library : brought) {
      if (now.contains(library)) {
        continue;
      }
      if (used.stream().anyMatch(library::has)) {
        kept.add(
            library.name()
                + " is in use in the kernel's own version, which stays; to use another, restart the"
                + " kernel and add it first");
      } else {
        now.add(library);
      }
    }
    replaced = List.copyOf(now);
  }

  private void look(Path entry, List<Library> into) {
    if (Files.isDirectory(entry)) {
      for (Library library : all()) {
        boolean here =
            library.packages.stream()
                .anyMatch(p -> Files.isDirectory(entry.resolve(p.replace('.', '/'))));
        include(here ? library : null, into);
      }
      return;
    }
    try (ZipFile jar = new ZipFile(entry.toFile())) {
      String last = "";
      for (ZipEntry one : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
        String folder = one.getName().substring(0, one.getName().lastIndexOf('/') + 1);
        if (one.getName().endsWith(".class") && !folder.equals(last) && !folder.isEmpty()) {
          last = folder;
          include(of(folder.substring(0, folder.length() - 1).replace('/', '.')), into);
        }
      }
    } catch (IOException unreadable) {
      // javac and the class loader pass over such an entry, too.
      KernelLog.warn("Not read: " + entry, unreadable);
    }
  }

  private static void include(@Nullable Library library, List<Library> into) {
    if (library != null && !into.contains(library)) {
      into.add(library);
    }
  }

  private @Nullable Library of(String classOrPackage) {
    for (Library library : all()) {
      if (library.has(classOrPackage)) {
        return library;
      }
    }
    return null;
  }

  private List<Library> all() {
    List<Library> read = all;
    if (read == null) {
      read = read();
      all = read;
    }
    return read;
  }

  private static List<Library> read() {
    List<Library> libraries = new ArrayList<>();
    try (InputStream stream = Libraries.class.getResourceAsStream("libraries.txt")) {
      if (stream == null) {
        throw new IllegalStateException("libraries.txt is not in the jar");
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
        List<String> words = List.of(line.strip().split("\\s+"));
        boolean shared = words.get(0).equals("shared");
        libraries.add(new Library(shared, words.subList(shared ? 1 : 0, words.size())));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return libraries;
  }
}
