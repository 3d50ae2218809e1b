package tcplab.kernel.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The central directory of a jar (APPNOTE 4.3.12), read for one question only: which classes does a
 * package have?
 *
 * <p>javac's own way opens the jar as a file system and walks all of it first; with a jar of tens
 * of thousands of entries that costs a tenth of a second at every start and tens of megabytes. Here
 * a question is one pass over the directory's bytes, and its answer is kept.
 */
final class JarDirectory {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final byte[] CLASS = ".class".getBytes(StandardCharsets.US_ASCII);

  private final byte[] entries;
  private final Map<String, List<String>> answers = new HashMap<>();

  private JarDirectory(byte[] entries) {
    this.entries = entries;
  }

  /**
   * Reads a jar's central directory.
   *
   * @return the directory, or null when the file is none that this class understands (Zip64, say)
   * @throws IOException when it cannot be read
   */
  static @Nullable JarDirectory read(Path jar) throws IOException {
    try (FileChannel file = FileChannel.open(jar, StandardOpenOption.READ)) {
      int length = (int) Math.min(file.size(), END_SIZE + LONGEST_COMMENT);
      ByteBuffer tail = bytes(file, file.size() - length, length);
      for (int at = length - END_SIZE; at >= 0; at--) {
        if (tail.getInt(at) == END_SIGNATURE) {
          long size = tail.getInt(at + 12) & 0xffffffffL;
          long start = tail.getInt(at + 16) & 0xffffffffL;
          boolean here = start + size <= file.size() && size < Integer.MAX_VALUE;
          return here ? new JarDirectory(bytes(file, start, (int) size).array()) : null;
        }
      }
      return null;
    }
  }

  private static ByteBuffer bytes(FileChannel file, long start, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, start + bytes.position()) < 0) {
        throw new IOException("The jar's directory is cut off");
      }
    }
    return bytes;
  }

  /**
   * The classes of one package, without those of packages below it.
   *
   * @param packageName with dots
   * @return simple names, a nested class as {@code Outer$Inner}
   */
  synchronized List<String> classes(String packageName) {
    return answers.computeIfAbsent(packageName, this::find);
  }

  private List<String> find(String packageName) {
    String folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
    byte[] prefix = folder.getBytes(StandardCharsets.UTF_8);
    List<String> found = new ArrayList<>();
    int at = 0;
    while (at + ENTRY_SIZE <= entries.length && int4(at) == ENTRY_SIGNATURE) {
      int nameLength = int2(at + 28);
      int name = at + ENTRY_SIZE;
      if (name + nameLength > entries.length) {
        break;
      }
      if (nameLength > prefix.length + CLASS.length && isClassIn(prefix, name, nameLength)) {
        int simple = nameLength - prefix.length - CLASS.length;
        found.add(new String(entries, name + prefix.length, simple, StandardCharsets.UTF_8));
      }
      at = name + nameLength + int2(at + 30) + int2(at + 32);
    }
    return List.copyOf(found);
  }

  private boolean isClassIn(byte[] prefix, int name, int length) {
    // From the end of the prefix: names that share a beginning differ there first.
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (entries[name + i] != prefix[i]) {
        return false;
      }
    }
    int end = name + length;
    for (int i = 1; i <= CLASS.length; i++) {
      if (entries[end - i] != CLASS[CLASS.length - i]) {
        return false;
      }
    }
    for (int i = name + prefix.length; i < end; i++) {
      if (entries[i] == '/') {
        return false;
      }
    }
    return true;
  }

  private int int2(int at) {
    return (entries[at] & 0xff) | (entries[at + 1] & 0xff) << 8;
  }

  private int int4(int at) {
    return int2(at) | int2(at + 2) << 16;
  }
}
