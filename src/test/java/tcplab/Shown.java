package tcplab;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tcplab.connection.Connection;
import tcplab.plot.Ladder;
import tcplab.plot.Picture;
import tcplab.table.HtmlTable;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/**
 * All public methods that give a reader something to look at, found by reflection and called with
 * whatever inputs a test has. A new one is called too, or the test asks for its inputs.
 */
final class Shown {
  /** What a test does not call, and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "Sockets.watch(String)",
              "goes on until it is interrupted; the one with a total is called",
          "Sockets.watch(Duration)", "goes on until it is interrupted",
          "Report.write(String)", "is write(Path)",
          "Capture.name()", "the name itself, whatever it is",
          "Connection.address(Side)", "the address itself, whatever it is",
          "PlotlyLibrary.inlineScript()", "the library itself");

  private static final List<Class<?>> DISPLAYED =
      List.of(
          Picture.class,
          Ladder.Linked.class,
          Table.class,
          Figure.class,
          Answer.class,
          FaqAnswer.class,
          String.class,
          List.class,
          Path.class);

  private Shown() {}

  /** A call's result, or what it threw. */
  record Result(String method, Object value) {}

  /**
   * What there is to call methods with: by a type's name, or by a method's for its own arguments.
   */
  static final class Inputs {
    private final Map<String, List<Object>> byType = new HashMap<>();
    private final Map<String, List<Object[]>> byMethod = new HashMap<>();

    Inputs of(String type, List<?> values) {
      byType.computeIfAbsent(type, t -> new ArrayList<>()).addAll(values);
      return this;
    }

    Inputs of(Class<?> type, Object... values) {
      return of(type.getTypeName(), List.of(values));
    }

    /** A method's arguments, where their types do not tell enough. */
    Inputs calling(String method, Object... arguments) {
      byMethod.computeIfAbsent(method, m -> new ArrayList<>()).add(arguments);
      return this;
    }

    @SuppressWarnings("unchecked")
    <T> List<T> all(Class<T> type) {
      return (List<T>) byType.getOrDefault(type.getTypeName(), List.of());
    }
  }

  /** Class, name and parameters, in short. */
  static String id(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(
            Collectors.joining(
                ",",
                method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(",
                ")"));
  }

  /** The methods, in order of their names. */
  static List<Method> methods() {
    Stream<Class<?>> classes =
        Stream.of(Capture.class, Picture.class, tcplab.dataframe.Dataframe.class)
            .flatMap(Shown::besides);
    return Stream.concat(classes, Stream.of(HtmlTable.class, Connection.class))
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .filter(
            method -> DISPLAYED.stream().anyMatch(t -> t.isAssignableFrom(method.getReturnType())))
        .filter(method -> !LEFT_OUT.containsKey(id(method)))
        .sorted(Comparator.comparing(Shown::id))
        .toList();
  }

  /** The public classes of a package that stands as a folder. */
  private static Stream<Class<?>> besides(Class<?> member) {
    URL location = member.getProtectionDomain().getCodeSource().getLocation();
    File root = new File(URI.create(location.toString())); // a space stands as %20 in it
    File folder = new File(root, member.getPackageName().replace('.', '/'));
    return Arrays.stream(Objects.requireNonNull(folder.listFiles()))
        .map(File::getName)
        .filter(name -> name.matches("\\w+\\.class") && !name.contains("$"))
        .<Class<?>>map(name -> named(member.getPackageName() + "." + name.replace(".class", "")))
        .filter(type -> Modifier.isPublic(type.getModifiers()) && !type.isInterface());
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Names what a method needs and the inputs lack; empty when it can be called. */
  static List<String> lacking(Method method, Inputs inputs) {
    List<String> needed = new ArrayList<>();
    if (!Modifier.isStatic(method.getModifiers())) {
      needed.add(method.getDeclaringClass().getTypeName());
    }
    if (!inputs.byMethod.containsKey(id(method))) {
      Arrays.stream(method.getGenericParameterTypes())
          .forEach(type -> needed.add(type.getTypeName()));
    }
    return needed.stream()
        .filter(type -> inputs.byType.getOrDefault(type, List.of()).isEmpty())
        .map(type -> id(method) + " needs a " + type)
        .toList();
  }

  /** Calls a method on every object of its class, with every combination of arguments. */
  static List<Result> call(Method method, Inputs inputs) {
    List<Object> objects =
        Modifier.isStatic(method.getModifiers())
            ? List.of(Shown.class)
            : inputs.byType.getOrDefault(method.getDeclaringClass().getTypeName(), List.of());
    List<Result> results = new ArrayList<>();
    for (Object object : objects) {
      for (Object[] arguments : arguments(method, inputs)) {
        results.add(new Result(id(method), called(method, object, arguments)));
      }
    }
    return results;
  }

  private static List<Object[]> arguments(Method method, Inputs inputs) {
    List<Object[]> all = inputs.byMethod.get(id(method));
    if (all != null) {
      return all;
    }
    all = List.<Object[]>of(new Object[0]);
    for (java.lang.reflect.Type type : method.getGenericParameterTypes()) {
      List<Object> values = inputs.byType.getOrDefault(type.getTypeName(), List.of());
      List<Object[]> longer = new ArrayList<>();
      for (Object[] before : all) {
        values.forEach(value -> longer.add(with(before, value)));
      }
      all = longer;
    }
    return all;
  }

  private static Object[] with(Object[] before, Object value) {
    Object[] longer = Arrays.copyOf(before, before.length + 1);
    longer[before.length] = value;
    return longer;
  }

  private static Object called(Method method, Object object, Object[] arguments) {
    try {
      return Objects.requireNonNull(method.invoke(object, arguments));
    } catch (InvocationTargetException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
