package tcplab.kernel.shell;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Map<String, Field> latest = new HashMap<>();
  private final List<String> lost = new ArrayList<>();

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

  /** Gives a variable its type's default value. */
  void forget(String variable) {
    Field field = latest.get(variable);
    if (field != null) {
      set(field, Array.get(Array.newInstance(field.getType(), 1), 0));
    }
  }

  List<String> takeLost() {
    List<String> taken = List.copyOf(lost);
    lost.clear();
    return taken;
  }

  /** {@code $JShell$7} and {@code $JShell$7B} wrap the same snippet. */
  private static String wrapper(Field field) {
    return field.getDeclaringClass().getName().replaceAll("[A-Z]+$", "");
  }

  private void copy(Field old, Field field) {
    Object value = get(old);
    if (value == null || Objects.equals(value, get(field))) {
      return;
    }
    if (field.getType().isPrimitive()
        ? field.getType() == old.getType()
        : field.getType().isInstance(value)) {
      set(field, value);
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
