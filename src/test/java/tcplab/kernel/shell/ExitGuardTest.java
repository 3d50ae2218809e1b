package tcplab.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

class ExitGuardTest {
  /** Of the shape of {@link Runtime}. */
  public static final class Sample {
    /** Set by exit. */
    public int status;

    /** Like the JDK's. */
    public void exit(int asked) {
      status = asked;
    }
  }

  @Test
  void only_the_named_thread_gets_through() throws Exception {
    long me = Thread.currentThread().getId();
    Class<?> mine = guarded(me);
    Object sample = mine.getConstructor().newInstance();
    mine.getMethod("exit", int.class).invoke(sample, 5);
    assertThat(mine.getField("status").get(sample)).isEqualTo(5);

    Class<?> anothers = guarded(me + 1);
    Object refused = anothers.getConstructor().newInstance();
    assertThatThrownBy(() -> anothers.getMethod("exit", int.class).invoke(refused, 7))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isExactlyInstanceOf(Error.class)
        .satisfies(
            error ->
                assertThat(CellExit.isMeantBy("java.lang.Error", error.getMessage())).isTrue());
  }

  private static Class<?> guarded(long mayExit) throws IOException {
    byte[] bytes;
    try (InputStream file = ExitGuardTest.class.getResourceAsStream("ExitGuardTest$Sample.class")) {
      assertThat(file).isNotNull();
      bytes = ExitGuard.guarded(file.readAllBytes(), mayExit);
    }
    return new ClassLoader(null) {
      Class<?> define() {
        return defineClass(Sample.class.getName(), bytes, 0, bytes.length);
      }
    }.define();
  }
}
