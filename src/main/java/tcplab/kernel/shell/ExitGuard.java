package tcplab.kernel.shell;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Points {@code System.exit(int)} in a cell's compiled class at {@link CellExit#exit}.
 *
 * <p>A call names its method by a Methodref in the class's constant pool (JVMS 4.4.2), and both
 * methods are static with the descriptor {@code (I)V}. So no instruction changes: a class entry for
 * CellExit is appended to the pool, and the Methodref for System.exit is made to point there.
 * Needed because a SecurityManager, the old way, is gone from later JDKs.
 */
final class ExitGuard {
  private static final int POOL_COUNT = 8;
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int METHODREF = 10;
  private static final int METHOD_HANDLE = 15;
  private static final String STAND_IN = CellExit.class.getName().replace('.', '/');

  private final ByteBuffer bytes;
  private final int count;
  private final int[] at;
  private final int end;

  private ExitGuard(byte[] classFile) {
    bytes = ByteBuffer.wrap(classFile);
    count = bytes.getShort(POOL_COUNT) & 0xffff;
    at = new int[count];
    int position = POOL_COUNT + 2;
    for (int i = 1; i < count; i++) {
      at[i] = position;
      int tag = bytes.get(position);
      position += size(tag, position);
      if (tag == LONG || tag == DOUBLE) {
        i++; // JVMS 4.4.5: these take two places
      }
    }
    end = position;
  }

  /** The class file with its calls of System.exit guarded; the same array when it has none. */
  static byte[] guard(byte[] classFile) {
    ExitGuard pool = new ExitGuard(classFile);
    int found = pool.exitReference();
    return found == 0 ? classFile : pool.redirected(found);
  }

  private int size(int tag, int position) {
    return switch (tag) {
      case UTF8 -> 3 + (bytes.getShort(position + 1) & 0xffff);
      case LONG, DOUBLE -> 9;
      case CLASS, 8, 16, 19, 20 -> 3;
      case METHOD_HANDLE -> 4;
      default -> 5;
    };
  }

  private int exitReference() {
    for (int i = 1; i < count; i++) {
      if (at[i] == 0 || bytes.get(at[i]) != METHODREF) {
        continue;
      }
      int nameAndType = at[u2(at[i] + 3)];
      if (text(u2(at[u2(at[i] + 1)] + 1)).equals("java/lang/System")
          && text(u2(nameAndType + 1)).equals("exit")
          && text(u2(nameAndType + 3)).equals("(I)V")) {
        return i;
      }
    }
    return 0;
  }

  private byte[] redirected(int methodref) {
    byte[] old = bytes.array();
    var out = new ByteArrayOutputStream(old.length + 64);
    try (DataOutputStream data = new DataOutputStream(out)) {
      data.write(old, 0, end);
      data.writeByte(UTF8);
      data.writeUTF(STAND_IN);
      data.writeByte(CLASS);
      data.writeShort(count);
      data.write(old, end, old.length - end);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    byte[] changed = out.toByteArray();
    ByteBuffer.wrap(changed)
        .putShort(POOL_COUNT, (short) (count + 2))
        .putShort(at[methodref] + 1, (short) (count + 1));
    return changed;
  }

  private int u2(int position) {
    return bytes.getShort(position) & 0xffff;
  }

  private String text(int index) {
    int start = at[index] + 3;
    byte[] utf = Arrays.copyOfRange(bytes.array(), start, start + u2(at[index] + 1));
    return new String(utf, StandardCharsets.UTF_8);
  }
}
