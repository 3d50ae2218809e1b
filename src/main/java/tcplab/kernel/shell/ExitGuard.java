package tcplab.kernel.shell;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import tcplab.kernel.wire.KernelLog;

/**
 * Keeps libraries from ending the kernel: {@code Runtime.exit} and {@code Runtime.halt} throw,
 * whoever calls them, except for the one thread that is to end the process. {@code System.exit}
 * goes through them too.
 *
 * <p>{@code CellBytes} changes the calls that cells' own code makes. This changes the JDK's class,
 * by the agent, and so reaches compiled libraries and reflection as well. The JDK's class sees none
 * of ours, hence it throws a plain {@link Error}, which {@link CellExit#isMeantBy} knows again.
 * Signals still end the process: their handler does not call {@code Runtime.exit}.
 */
public final class ExitGuard {
  private static final String EXIT_OR_HALT = "(I)V";

  private ExitGuard() {}

  /**
   * Installs the guard; without the agent, says so in the log and does nothing.
   *
   * @param mayExit the thread that may end the process
   */
  public static void install(Thread mayExit) {
    Instrumentation instrumentation = KernelAgent.instrumentation();
    if (instrumentation == null) {
      KernelLog.debug("Libraries can end the kernel: it was started without the agent");
      return;
    }
    try (InputStream bytes = Runtime.class.getResourceAsStream("Runtime.class")) {
      if (bytes == null) {
        throw new IOException("no Runtime.class");
      }
      byte[] guarded = guarded(bytes.readAllBytes(), mayExit.getId());
      instrumentation.redefineClasses(new ClassDefinition(Runtime.class, guarded));
    } catch (IOException
        | ClassNotFoundException
        | UnmodifiableClassException
        | UnsupportedOperationException
        | LinkageError refused) {
      KernelLog.warn("Libraries can end the kernel", refused);
    }
  }

  /** The class with a check at the beginning of exit and halt. */
  static byte[] guarded(byte[] classFile, long mayExit) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor method =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            boolean ends = name.equals("exit") || name.equals("halt");
            return ends && descriptor.equals(EXIT_OR_HALT) ? new Check(method, mayExit) : method;
          }
        },
        0);
    return writer.toByteArray();
  }

  /** {@code if (Thread.currentThread().getId() != mayExit) throw new Error(…);} */
  private static final class Check extends MethodVisitor {
    private static final String STRING = Type.getInternalName(String.class);
    private static final String THREAD = Type.getInternalName(Thread.class);
    private static final String ERROR = Type.getInternalName(Error.class);

    private final long mayExit;

    Check(MethodVisitor next, long mayExit) {
      super(Opcodes.ASM9, next);
      this.mayExit = mayExit;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      Label goOn = new Label();
      visitMethodInsn(Opcodes.INVOKESTATIC, THREAD, "currentThread", "()L" + THREAD + ";", false);
      visitMethodInsn(Opcodes.INVOKEVIRTUAL, THREAD, "getId", "()J", false);
      visitLdcInsn(mayExit);
      visitInsn(Opcodes.LCMP);
      visitJumpInsn(Opcodes.IFEQ, goOn);
      visitTypeInsn(Opcodes.NEW, ERROR);
      visitInsn(Opcodes.DUP);
      visitLdcInsn(CellExit.BEFORE_STATUS);
      visitVarInsn(Opcodes.ILOAD, 1);
      visitMethodInsn(Opcodes.INVOKESTATIC, STRING, "valueOf", "(I)L" + STRING + ";", false);
      concatenate();
      visitLdcInsn(CellExit.BEHIND_STATUS);
      concatenate();
      visitMethodInsn(Opcodes.INVOKESPECIAL, ERROR, "<init>", "(L" + STRING + ";)V", false);
      visitInsn(Opcodes.ATHROW);
      visitLabel(goOn);
      visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    private void concatenate() {
      String descriptor = "(L" + STRING + ";)L" + STRING + ";";
      visitMethodInsn(Opcodes.INVOKEVIRTUAL, STRING, "concat", descriptor, false);
    }
  }
}
