package tcplab.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class CellBytesTest {
  /** What a cell may look like once it is compiled. */
  public static final class Sample {
    private Sample() {}

    public static void exits() {
      System.exit(3);
    }

    public static void halts() {
      Runtime.getRuntime().halt(3);
    }

    @SuppressWarnings("EmptyCatch")
    public static String swallows(Callable<String> code) {
      String seen = "nothing";
      try {
        return code.call();
      } catch (Throwable swallowed) {
        seen = "swallowed";
      }
      return seen;
    }
  }

  @Test
  void exit_and_halt_end_the_cell_only() throws Exception {
    Class<?> guarded = guarded();
    for (String method : new String[] {"exits", "halts"}) {
      assertThatThrownBy(() -> guarded.getMethod(method).invoke(null))
          .isInstanceOf(InvocationTargetException.class)
          .hasCauseInstanceOf(CellExit.class);
    }
  }

  @Test
  void a_handler_that_catches_everything_cannot_swallow_a_stop_that_insists() throws Exception {
    var swallows = guarded().getMethod("swallows", Callable.class);
    assertThat(swallows.invoke(null, throwing(new CellStop(false)))).isEqualTo("swallowed");
    assertThat(swallows.invoke(null, throwing(new StackOverflowError()))).isEqualTo("swallowed");
    assertThatThrownBy(() -> swallows.invoke(null, throwing(new CellStop(true))))
        .hasCauseInstanceOf(CellStop.class);
  }

  @Test
  void a_class_without_handlers_and_exits_stays_as_it_is() throws IOException {
    byte[] plain = bytes(CellFailedException.class);
    assertThatCode(() -> CellBytes.guarded(plain)).doesNotThrowAnyException();
    byte[] none = bytes(Empty.class);
    assertThat(CellBytes.guarded(none)).isSameAs(none);
  }

  interface Empty {}

  private static Callable<String> throwing(Error error) {
    return () -> {
      throw error;
    };
  }

  private static Class<?> guarded() throws IOException {
    byte[] bytes = CellBytes.guarded(bytes(Sample.class));
    return new ClassLoader(CellBytesTest.class.getClassLoader()) {
      Class<?> define() {
        return defineClass(Sample.class.getName(), bytes, 0, bytes.length);
      }
    }.define();
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      return java.util.Objects.requireNonNull(in).readAllBytes();
    }
  }
}
