package tcplab.kernel.shell;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * Carries the values of variables over to the classes that replace theirs.
 *
 * <p>JShell keeps a variable in a static field of a wrapper class. When something that the
 * variable's snippet refers to is redeclared and the JVM refuses to change classes in place, JShell
 * loads the wrapper again under a new name ({@code $JShell$7} becomes {@code $JShell$7B}) and
 * leaves the new field null. Here the old field's value goes into the new one, where its type still
 * means the same; where it does not, the variable's name is noted as lost.
 */
final class CarriedValues {
  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\w+\\$");

  private static final int LONGEST = 200;

  private final Map<String, Field> latest = new HashMap<>();
  private final Set<String> lost = new LinkedHashSet<>();

  /** A class was loaded: takes note of its variables, and fills them from their predecessors. */
  void carryOver(Class<?> type) {
    if (type.getEnclosingClass() != null || !type.getName().startsWith("REPL.")) {
      return;
    }
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
        Field old = latest.put(field.getName(), field);
        if (old != null && wrapper(old).equals(wrapper(field))) {
          copy(old, field);
        }
      }
    }
  }

  /**
   * A declaration that means the variable's present type whatever is imported later: fully
   * qualified, and without the initializer that tied it to other snippets.
   *
   * @return Java, or null when there is no such variable
   */
  @Nullable String declaration(String variable) {
    Field field = latest.get(variable);
    if (field == null) {
      return null;
    }
    String type = field.getGenericType().getTypeName();
    return WRAPPER.matcher(type).replaceAll("").replace('$', '.') + " " + variable + ";";
  }

  /** Runs code that declares a variable anew, and gives it back its value. */
  void restore(String variable, Runnable declaring) {
    Field old = latest.get(variable);
    Object value = old == null ? null : get(old);
    declaring.run();
    Field now = latest.get(variable);
    if (old != null && now != null && value != null) {
      give(now, old.getType(), value);
    }
  }

  /** Gives a variable its type's default value. */
  void forget(String variable) {
    lost.remove(variable);
    Field field = latest.get(variable);
    if (field != null) {
      set(field, Array.get(Array.newInstance(field.getType(), 1), 0));
    }
  }

  /** A variable is gone: what it held may be collected. */
  void discard(String variable) {
    forget(variable);
    latest.remove(variable);
  }

  /**
   * A variable's value in a few words, for a tooltip: calls no method of the user's and walks
   * through no collection.
   *
   * @return such as {@code " = 5"} or {@code ", 3 elements"}; empty when there is nothing to say
   */
  String brief(String variable) {
    Field field = latest.get(variable);
    Object value = field == null ? null : get(field);
    if (value instanceof String text) {
      String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
      return " = \"" + cut + "\"";
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof Character) {
      boolean ofJdk = value.getClass().getClassLoader() == null;
      return ofJdk ? " = " + value : "";
    }
    if (value != null && value.getClass().isArray()) {
      return ", " + Array.getLength(value) + " elements";
    }
    if (value instanceof Collection<?> all && value.getClass().getClassLoader() == null) {
      return ", " + all.size() + " elements";
    }
    return "";
  }

  List<String> takeLost() {
    List<String> taken = List.copyOf(lost);
    lost.clear();
    return taken;
  }

  /** {@code $JShell$7} and {@code $JShell$7B} wrap the same snippet. */
  private static String wrapper(Field field) {
    return wrapper(field.getDeclaringClass().getName());
  }

  static String wrapper(String className) {
    return className.replaceAll("[A-Z]+$", "");
  }

  private void copy(Field old, Field field) {
    Object value = get(old);
    if (value != null) {
      give(field, old.getType(), value);
    }
  }

  private void give(Field field, Class<?> oldType, Object value) {
    Class<?> type = field.getType();
    if (type.isPrimitive() ? type == oldType : type.isInstance(value)) {
      set(field, value);
      lost.remove(field.getName());
    } else {
      lost.add(field.getName());
    }
  }

  private static @Nullable Object get(Field field) {
    try {
      field.setAccessible(true);
      return field.get(null);
    } catch (IllegalAccessException | LinkageError unreadable) {
      KernelLog.debug("A variable could not be read: " + unreadable);
      return null;
    }
  }

  private static void set(Field field, @Nullable Object value) {
    try {
      field.setAccessible(true);
      field.set(null, value);
    } catch (IllegalAccessException | LinkageError unwritable) {
      KernelLog.debug("A variable could not be set: " + unwritable);
    }
  }
}
