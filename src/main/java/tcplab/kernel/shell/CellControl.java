package tcplab.kernel.shell;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.NotImplementedException;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * JShell's engine in this process. Other than the JDK's, it keeps the live result, lets the user's
 * code run on a thread that can be stopped without stopping JShell, and gives the shell's lock back
 * while that code runs, so that completion answers meanwhile.
 */
final class CellControl extends DirectExecutionControl implements ExecutionControlProvider {
  private final CellLoader loader;
  private final UserCode userCode;
  private final ReentrantLock lock;
  private final @Nullable Duration timeout;
  private @Nullable Object value;
  private @Nullable Throwable thrown;

  CellControl(
      CellLoader loader, UserCode userCode, ReentrantLock lock, @Nullable Duration timeout) {
    super(loader);
    this.loader = loader;
    this.userCode = userCode;
    this.lock = lock;
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return "tcplab";
  }

  @Override
  public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
    return this;
  }

  /** The value of the latest snippet; forgets it. */
  @Nullable Object takeValue() {
    Object taken = value;
    value = null;
    return taken;
  }

  /** What the latest snippet threw; forgets it. */
  @Nullable Throwable takeThrown() {
    Throwable taken = thrown;
    thrown = null;
    return taken;
  }

  @Override
  public void redefine(ClassBytecodes[] changed)
      throws ClassInstallException, NotImplementedException {
    loader.redefine(changed);
  }

  @Override
  protected String invoke(Method doIt) throws Exception {
    value = null;
    thrown = null;
    int held = lock.getHoldCount();
    for (int i = 0; i < held; i++) {
      lock.unlock();
    }
    Object result = null;
    Throwable failure = null;
    try {
      result = call(doIt);
    } catch (InvocationTargetException wrapped) {
      failure = wrapped.getCause();
    } catch (CellStoppedException | OutOfMemoryError | StackOverflowError bare) {
      // The two errors come bare when there was no room left to wrap them.
      failure = bare;
    } finally {
      for (int i = 0; i < held; i++) {
        lock.lock();
      }
    }
    if (failure != null) {
      thrown = failure;
      throw new InvocationTargetException(failure);
    }
    value = result;
    // The shell reads the live value; its text would cost time, and call the user's toString here.
    return "";
  }

  private @Nullable Object call(Method doIt) throws Exception {
    if (timeout == null) {
      return userCode.call(() -> doIt.invoke(null));
    }
    try (StatementTimeout watch = new StatementTimeout(userCode, timeout)) {
      try {
        return userCode.call(() -> doIt.invoke(null));
      } catch (CellStoppedException stopped) {
        throw watch.explain(stopped);
      }
    }
  }
}
