package tcplab.kernel.shell;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * Throws an error into a thread, wherever it is: JVMTI's StopThread, called through JNA.
 *
 * <p>{@code Thread.stop()} did this until JDK 19. The JVM still can (JVMTI 21, "Stop Thread", needs
 * the capability can_signal_thread); only the Java method is gone. A thread in a blocking system
 * call of {@code sun.nio.ch} notices when the call returns, so it gets the signal that the JDK
 * itself uses to wake such threads; its native id is found by its name in /proc. Nothing of this is
 * loaded before the first cell that a plain interrupt does not end.
 */
final class ThreadStopper {
  private static final int JVMTI_VERSION = 0x30010200;
  private static final int SLOT_GET_ENV = 6;
  private static final int SLOT_STOP_THREAD = 6;
  private static final int SLOT_ADD_CAPABILITIES = 141;
  private static final int CAN_SIGNAL_THREAD = 1 << 10;
  private static final int LINUX_WAKE_UP_SIGNAL = 62;
  private static final int COMM_LENGTH = 15;

  /** Loaded at the first use. */
  private static final class Native {
    private static final @Nullable Native INSTANCE = load();

    private final Pointer env;
    private final Function stopThread;
    private final @Nullable Function threadKill;

    private Native(Pointer env, Function stopThread, @Nullable Function threadKill) {
      this.env = env;
      this.stopThread = stopThread;
      this.threadKill = threadKill;
    }

    private static @Nullable Native load() {
      try {
        NativeLibrary jvm =
            NativeLibrary.getInstance(
                System.getProperty("java.home") + "/lib/server/" + System.mapLibraryName("jvm"));
        PointerByReference machine = new PointerByReference();
        jvm.getFunction("JNI_GetCreatedJavaVMs")
            .invokeInt(new Object[] {machine, 1, new IntByReference()});
        Pointer vm = machine.getValue();
        PointerByReference env = new PointerByReference();
        require(slot(vm, SLOT_GET_ENV).invokeInt(new Object[] {vm, env, JVMTI_VERSION}), "GetEnv");
        Memory capabilities = new Memory(16);
        capabilities.clear();
        capabilities.setInt(0, CAN_SIGNAL_THREAD);
        Pointer jvmti = env.getValue();
        require(
            slot(jvmti, SLOT_ADD_CAPABILITIES).invokeInt(new Object[] {jvmti, capabilities}),
            "AddCapabilities");
        boolean linux = System.getProperty("os.name", "").startsWith("Linux");
        Function kill = linux ? NativeLibrary.getInstance("c").getFunction("tgkill") : null;
        return new Native(jvmti, slot(jvmti, SLOT_STOP_THREAD), kill);
      } catch (LinkageError | IllegalStateException absent) {
        KernelLog.warn("Threads can only be interrupted, not stopped", absent);
        return null;
      }
    }

    private static Function slot(Pointer object, int index) {
      return Function.getFunction(
          object.getPointer(0).getPointer((long) index * com.sun.jna.Native.POINTER_SIZE));
    }

    private static void require(int result, String what) {
      if (result != 0) {
        throw new IllegalStateException(what + " failed with " + result);
      }
    }
  }

  private ThreadStopper() {}

  /** Loads what a stop needs, so that the first one is as quick as the others. */
  static void warmUp() {
    KernelLog.debug("Threads can be stopped: " + (Native.INSTANCE != null));
  }

  /**
   * Throws into the thread; does nothing where the platform offers no way.
   *
   * @param thread where to throw
   * @param thrown what to throw
   */
  static void stop(Thread thread, Throwable thrown) {
    Native jvm = Native.INSTANCE;
    if (jvm == null) {
      return;
    }
    Map<String, Object> withObjects = Map.of(Library.OPTION_ALLOW_OBJECTS, true);
    jvm.stopThread.invoke(Integer.class, new Object[] {jvm.env, thread, thrown}, withObjects);
    Function kill = jvm.threadKill;
    if (kill != null && inSystemCall(thread)) {
      wake(kill, thread.getName());
    }
  }

  private static boolean inSystemCall(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0 && stack[0].isNativeMethod();
  }

  /** The signal's handler does nothing, so a namesake that gets it too takes no harm. */
  private static void wake(Function kill, String name) {
    String comm = name.substring(0, Math.min(COMM_LENGTH, name.length()));
    int process = (int) ProcessHandle.current().pid();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).strip().equals(comm)) {
          int id = Integer.parseInt(task.getFileName().toString());
          kill.invokeInt(new Object[] {process, id, LINUX_WAKE_UP_SIGNAL});
        }
      }
    } catch (IOException | NumberFormatException gone) {
      KernelLog.debug("A thread ended while it was looked for: " + gone);
    }
  }
}
