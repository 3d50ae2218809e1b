package tcplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A reader can name whatever the library takes, without an import. */
class LabPreloadTest {
  /** {@code Report.of(capture)} is what a reader types. */
  private static final Set<String> NOT_TYPED = Set.of("tcplab.connection.Connections");

  private static final List<String> PACKAGES =
      new LabPreload()
          .imports().stream()
              .filter(line -> line.endsWith(".*;") && !line.startsWith("import static"))
              .map(line -> line.substring("import ".length(), line.length() - ".*;".length()))
              .toList();

  @Test
  void what_public_methods_take_is_imported() {
    Set<String> missing = new TreeSet<>();
    for (Class<?> type : classes("tcplab")) {
      for (Method method : type.getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())) {
          parameters(method).filter(LabPreloadTest::mustBeImported).forEach(missing::add);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Stream<String> parameters(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(type -> type.isArray() ? type.getComponentType() : type)
        .filter(type -> !type.isPrimitive())
        .map(Class::getName);
  }

  private static boolean mustBeImported(String type) {
    String home = type.substring(0, type.lastIndexOf('.'));
    return !home.equals("java.lang") && !PACKAGES.contains(home) && !NOT_TYPED.contains(type);
  }

  @Test
  void no_name_of_ours_means_two_things() {
    TreeMap<String, List<String>> homes = new TreeMap<>();
    for (String home : PACKAGES) {
      if (home.startsWith("tcplab")) {
        classes(home)
            .forEach(
                type ->
                    homes.computeIfAbsent(type.getSimpleName(), n -> new ArrayList<>()).add(home));
      }
    }
    homes.values().removeIf(list -> list.size() == 1);
    // Of a capture's repeats and of a simulation's: both come from methods, nobody has to name one.
    assertThat(homes.keySet()).containsExactly("Repeat");
  }

  /** The public classes of a package. */
  private static List<Class<?>> classes(String home) {
    URL location = Capture.class.getProtectionDomain().getCodeSource().getLocation();
    File root = new File(URI.create(location.toString())); // a space stands as %20 in it
    File[] files = new File(root, home.replace('.', '/')).listFiles();
    return Arrays.stream(Objects.requireNonNull(files))
        .map(File::getName)
        .filter(name -> name.matches("\\w+\\.class"))
        .<Class<?>>map(name -> named(home + "." + name.replace(".class", "")))
        .filter(type -> Modifier.isPublic(type.getModifiers()))
        .toList();
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
