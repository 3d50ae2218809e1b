package tcplab.kernel.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The standard streams of cells. */
final class CellStreams {
  private CellStreams() {}

  /** A print stream into the output. */
  static PrintStream printing(Output output, String name) {
    return new Printing(new Bytes(output, name));
  }

  /**
   * Text goes straight to bytes, a line with its end in one write, so that lines of several threads
   * stay whole. A subclass for another reason too: for {@link PrintStream} itself the JDK takes a
   * Lock, which a thread that is stopped while it prints could leave locked for ever; for a
   * subclass it takes the stream's monitor.
   */
  private static final class Printing extends PrintStream {
    private final Bytes bytes;

    Printing(Bytes bytes) {
      super(bytes, false, StandardCharsets.UTF_8);
      this.bytes = bytes;
    }

    private void text(String text) {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      bytes.write(encoded, 0, encoded.length);
    }

    @Override
    public void print(@Nullable String s) {
      text(String.valueOf(s));
    }

    @Override
    public void println(@Nullable String s) {
      text(s + "\n");
    }

    @Override
    public void println(@Nullable Object o) {
      text(o + "\n");
    }

    @Override
    public void println(int i) {
      text(i + "\n");
    }

    @Override
    public void println(long l) {
      text(l + "\n");
    }

    @Override
    public void println(double d) {
      text(d + "\n");
    }

    @Override
    public void println(boolean b) {
      text(b + "\n");
    }

    @Override
    public void println(char c) {
      text(c + "\n");
    }

    @Override
    public void println() {
      text("\n");
    }

    @Override
    public void println(float f) {
      text(f + "\n");
    }

    @Override
    public void println(char[] c) {
      text(String.valueOf(c) + "\n");
    }

    @Override
    public PrintStream format(String format, @Nullable Object... arguments) {
      text(String.format(format, arguments));
      return this;
    }

    @Override
    public PrintStream format(
        @Nullable Locale locale, String format, @Nullable Object... arguments) {
      text(String.format(locale, format, arguments));
      return this;
    }
  }

  private static final class Bytes extends OutputStream {
    private final Output output;
    private final String name;

    Bytes(Output output, String name) {
      this.output = output;
      this.name = name;
    }

    @Override
    public void write(int b) {
      output.write(name, new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      output.write(name, bytes, offset, length);
    }
  }

  /** A stream that asks the reader for a line whenever it has run dry. */
  static InputStream asking(Questions questions) {
    return new Lines(questions);
  }

  private static final class Lines extends InputStream {
    private final Questions questions;
    private byte[] line = {};
    private int at;

    Lines(Questions questions) {
      this.questions = questions;
    }

    @Override
    public synchronized int read() throws IOException {
      fill();
      return line[at++] & 0xff;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
      java.util.Objects.checkFromIndexSize(offset, length, into.length);
      if (length == 0) {
        return 0;
      }
      fill();
      int count = Math.min(length, available());
      System.arraycopy(line, at, into, offset, count);
      at += count;
      return count;
    }

    @Override
    public synchronized int available() {
      return line.length - at;
    }

    private void fill() throws IOException {
      if (at == line.length) {
        line = (questions.ask("", false) + "\n").getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
    }
  }
}
