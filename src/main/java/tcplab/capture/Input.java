package tcplab.capture;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A capture as a window of octets that moves forward: {@link #need} makes octets available from
 * {@link #at} on, whoever used them moves {@code at}.
 *
 * <p>Reads in chunks of 256 KiB, which stay in the processor's cache; that is faster than a mapped
 * file. The window grows only as octets really arrive, so that a length field alone allocates
 * nothing.
 */
final class Input implements Closeable {
  private static final int CHUNK = 256 * 1024;
  private static final int UNPACKED_CHUNK = 64 * 1024;
  private static final long WORTH_READING_AHEAD = 128 << 20;
  private static final int GZIP = 0x1f8b;
  private static final int ZSTD = 0x28b52ffd;

  byte[] bytes = new byte[CHUNK];
  int at;
  int end;

  private final String name;
  private final ReadableByteChannel channel;
  private final long total;
  private final Progress progress;
  private InputStream unpacked = InputStream.nullInputStream();
  private boolean packed;
  private long base;

  /** Octets of the file that were read, by whichever thread reads. */
  private long taken;

  /** The same, as far as the caller has come. */
  private long raw;

  private boolean stopped;
  private boolean readsAhead;
  private @Nullable ReadAhead ahead;
  private ReadAhead.@Nullable Chunk chunk;
  private boolean ended;

  Input(String name, ReadableByteChannel channel, long total, Progress progress) {
    this.name = name;
    this.channel = channel;
    this.total = total;
    this.progress = progress;
  }

  /** Looks whether the octets are packed with gzip or zstd, and unpacks them from then on. */
  void unpackIfNeeded() throws IOException {
    if (need(2) && Octets.u16(bytes, at) == GZIP) {
      unpacked = new GZIPInputStream(packed(), UNPACKED_CHUNK);
    } else if (need(4) && Octets.i32(bytes, at) == ZSTD) {
      unpacked = new ZstdInputStream(packed());
    }
    if (readsAhead && !stopped && (packed || isLarger(WORTH_READING_AHEAD))) {
      ahead = new ReadAhead(new Whole());
    }
  }

  /**
   * From {@link #unpackIfNeeded} on another thread may read, and unpack, while the caller works. Of
   * a file that is not packed, reading is quick, and waking the other thread costs as much at
   * first.
   */
  void readAhead() {
    readsAhead = true;
  }

  private InputStream packed() {
    byte[] head = Arrays.copyOfRange(bytes, at, end);
    at = 0;
    end = 0;
    packed = true;
    return new Rest(head);
  }

  String name() {
    return name;
  }

  /** Octets from the beginning of the (unpacked) capture to {@link #at}. */
  long offset() {
    return base + at;
  }

  /** Whether {@link Progress} asked to stop, or the thread was interrupted. */
  boolean stopped() {
    return stopped;
  }

  /** Whether this is a file of at least so many octets. */
  boolean isLarger(long octets) {
    return total >= octets;
  }

  /**
   * How many rows the whole file gives if it goes on as it has until now; 0 when not known.
   *
   * @param read octets of the file, packed or not, that gave the rows until now
   */
  long expectedRows(int rows, long read) {
    if (total <= 0 || read <= 0) {
      return 0;
    }
    return (long) ((double) rows * total / Math.min(read, total) * 1.02);
  }

  /** Octets of the file read so far, packed or not. */
  long read() {
    return raw;
  }

  /**
   * Makes {@code count} octets available from {@link #at} on.
   *
   * @return whether there are as many; not at the end of the capture, nor once stopped
   */
  boolean need(int count) throws IOException {
    return end - at >= count || fill(count);
  }

  /** How many octets are available from {@link #at} on. */
  int available() {
    return end - at;
  }

  /**
   * Moves over octets without keeping them.
   *
   * @return whether there were as many
   */
  boolean skip(long count) throws IOException {
    long left = count;
    while (left > end - at) {
      left -= end - at;
      at = end;
      if (!need(1)) {
        return false;
      }
    }
    at += (int) left;
    return true;
  }

  private boolean fill(int count) throws IOException {
    ReadAhead source = ahead;
    if (source != null) {
      return fill(count, source);
    }
    System.arraycopy(bytes, at, bytes, 0, end - at);
    base += at;
    end -= at;
    at = 0;
    while (end < count && !stopped) {
      if (end == bytes.length) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      int got = read(end, Math.min(CHUNK, bytes.length - end));
      if (got < 0) {
        return false;
      }
      end += got;
      raw = taken;
      stopped = stopped || !progress.advance(raw, total);
    }
    return end >= count;
  }

  private boolean fill(int count, ReadAhead source) throws IOException {
    while (end - at < count && !stopped && !ended) {
      ReadAhead.Chunk next = next(source);
      if (next != null) {
        raw = next.taken;
        if (end - at <= ReadAhead.MARGIN) {
          goOnIn(next, source);
        } else {
          append(next, source);
        }
        stopped = stopped || !progress.advance(raw, total);
      }
    }
    return end - at >= count;
  }

  private ReadAhead.@Nullable Chunk next(ReadAhead source) throws IOException {
    try {
      if (!Thread.currentThread().isInterrupted()) {
        ReadAhead.Chunk next = source.next();
        ended = next.count == 0;
        next.check();
        return next;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stopped = true;
    return null;
  }

  /** What is left goes in front of the next chunk, which becomes the window. */
  private void goOnIn(ReadAhead.Chunk next, ReadAhead source) {
    int left = end - at;
    int from = ReadAhead.MARGIN - left;
    System.arraycopy(bytes, at, next.octets, from, left);
    release(source);
    chunk = next;
    bytes = next.octets;
    base += at - from;
    at = from;
    end = ReadAhead.MARGIN + next.count;
  }

  /** Of a frame longer than a chunk's margin: an array of its own grows as octets arrive. */
  private void append(ReadAhead.Chunk next, ReadAhead source) {
    if (chunk != null || bytes.length - end < next.count) {
      int left = end - at;
      byte[] longer = new byte[Math.max(2 * left, left + next.count)];
      System.arraycopy(bytes, at, longer, 0, left);
      release(source);
      bytes = longer;
      base += at;
      at = 0;
      end = left;
    }
    System.arraycopy(next.octets, ReadAhead.MARGIN, bytes, end, next.count);
    end += next.count;
    source.release(next);
  }

  private void release(ReadAhead source) {
    if (chunk != null) {
      source.release(chunk);
      chunk = null;
    }
  }

  private int read(int to, int most) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      stopped = true;
      return 0;
    }
    try {
      return read(bytes, to, most);
    } catch (ClosedByInterruptException e) {
      stopped = true; // The thread's interrupt is still set; whoever called decides about it.
      return 0;
    }
  }

  private int read(byte[] into, int to, int most) throws IOException {
    return packed ? readPacked(into, to, most) : readRaw(into, to, most);
  }

  private int readPacked(byte[] into, int to, int most) throws IOException {
    try {
      return unpacked.read(into, to, most);
    } catch (ClosedByInterruptException | ZipException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The zstd library has a type of its own for most faults, but not for all.
      ZipException damaged = new ZipException(e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
  }

  private int readRaw(byte[] into, int to, int most) throws IOException {
    int got = channel.read(ByteBuffer.wrap(into, to, most));
    taken += Math.max(0, got);
    return got;
  }

  @Override
  public void close() throws IOException {
    if (ahead != null) {
      ahead.close();
    }
    unpacked.close();
    channel.close();
  }

  /** The rest of the capture, for the thread that reads ahead. */
  private final class Whole implements ReadAhead.Source {
    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      return Input.this.read(into, from, most);
    }

    @Override
    public long taken() {
      return taken;
    }
  }

  /** What is unpacked: the octets that were looked at, then the channel. */
  private final class Rest extends InputStream {
    private final byte[] head;
    private int used;

    Rest(byte[] head) {
      this.head = head;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      if (used < head.length) {
        int got = Math.min(most, head.length - used);
        System.arraycopy(head, used, into, from, got);
        used += got;
        return got;
      }
      return readRaw(into, from, most);
    }

    /** So that gzip looks for a further member behind the first. */
    @Override
    public int available() {
      return used < head.length ? head.length - used : 1;
    }
  }
}
