package tcplab.kernel.shell;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Changes two things in a cell's compiled classes.
 *
 * <ul>
 *   <li>{@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt} become {@link
 *       CellExit#exit}: the cell ends, the kernel goes on. (A SecurityManager, the old way, is gone
 *       from later JDKs.)
 *   <li>A handler that catches Throwable, Error or ThreadDeath begins with {@link CellStop#check},
 *       so that a loop which swallows everything cannot swallow an interrupt for ever. Handlers of
 *       {@code finally} and {@code synchronized} stay as they are: they pass on what they catch.
 * </ul>
 */
final class CellBytes {
  private static final String EXIT = Type.getInternalName(CellExit.class);
  private static final String STOP = Type.getInternalName(CellStop.class);
  private static final Set<String> CATCHES_ALL =
      Set.of("java/lang/Throwable", "java/lang/Error", "java/lang/ThreadDeath");

  private CellBytes() {}

  /** The class with its changes; the same array when there is nothing to change. */
  static byte[] guarded(byte[] classFile) {
    // A look at the constant pool's words tells most small classes apart for a thousandth of the
    // cost. Handlers need a StackMapTable.
    String words = new String(classFile, StandardCharsets.ISO_8859_1);
    if (!words.contains("StackMapTable") && !words.contains("exit") && !words.contains("halt")) {
      return classFile;
    }
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Guard(writer), 0);
    return writer.toByteArray();
  }

  private static final class Guard extends ClassVisitor {
    Guard(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new Method(super.visitMethod(access, name, descriptor, signature, exceptions));
    }
  }

  private static final class Method extends MethodVisitor {
    private final Set<Label> handlers = new HashSet<>();
    private boolean atHandler;

    Method(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
      if (type != null && CATCHES_ALL.contains(type)) {
        handlers.add(handler);
      }
      super.visitTryCatchBlock(start, end, handler, type);
    }

    @Override
    public void visitLabel(Label label) {
      super.visitLabel(label);
      atHandler |= handlers.contains(label);
    }

    @Override
    public void visitFrame(int type, int locals, Object[] local, int stacked, Object[] stack) {
      super.visitFrame(type, locals, local, stacked, stack);
      if (atHandler) {
        atHandler = false;
        super.visitInsn(Opcodes.DUP);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, STOP, "check", "(Ljava/lang/Throwable;)V", false);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean ends = descriptor.equals("(I)V") && (name.equals("exit") || name.equals("halt"));
      if (ends && owner.equals("java/lang/System")) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, EXIT, "exit", descriptor, false);
      } else if (ends && owner.equals("java/lang/Runtime")) {
        String withRuntime = "(Ljava/lang/Runtime;I)V";
        super.visitMethodInsn(Opcodes.INVOKESTATIC, EXIT, "exit", withRuntime, false);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(handlers.isEmpty() ? maxStack : maxStack + 1, maxLocals);
    }
  }
}
