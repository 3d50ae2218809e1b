package tcplab.capture;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads (and unpacks) a capture's next octets in a thread of its own while the caller looks at
 * those before.
 */
final class ReadAhead implements AutoCloseable, Runnable {
  /** So much room each chunk has in front, for what the caller has left of the one before. */
  static final int MARGIN = 64 * 1024;

  private static final int CHUNK = 256 * 1024;
  private static final int CHUNKS = 4;

  private final Source source;
  private final Thread thread = new Thread(this, "tcplab-read");
  private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> ready = new ArrayBlockingQueue<>(CHUNKS);
  private @Nullable Throwable failure;
  private volatile boolean closed;

  /** Where octets come from; asked by one thread. */
  interface Source {
    /**
     * Reads some octets.
     *
     * @return how many; negative at the end
     */
    int read(byte[] into, int from, int most) throws IOException;

    /** Octets of the file that were read for it, packed or not. */
    long taken();
  }

  /** Octets from {@link #MARGIN} on. */
  static final class Chunk {
    final byte[] octets = new byte[MARGIN + CHUNK];

    /** How many; 0 at the end of the capture. */
    int count;

    /** Octets of the file, packed or not, that were read when this chunk was full. */
    long taken;

    private @Nullable Throwable failure;

    /**
     * Says whether reading these octets went well.
     *
     * @throws IOException when it did not
     */
    void check() throws IOException {
      if (failure instanceof IOException problem) {
        throw problem;
      } else if (failure instanceof RuntimeException problem) {
        throw problem;
      } else if (failure instanceof Error error) {
        throw error;
      }
    }
  }

  /** Begins to read. */
  ReadAhead(Source source) {
    this.source = source;
    for (int i = 0; i < CHUNKS; i++) {
      free.add(new Chunk());
    }
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    boolean more = true;
    while (more && !closed) {
      try {
        Chunk chunk = free.take();
        more = fill(chunk);
        ready.add(chunk);
      } catch (InterruptedException e) {
        more = false; // closed
      }
    }
  }

  /** Whether it has octets; an empty one is the last. */
  private boolean fill(Chunk chunk) {
    chunk.count = 0;
    try {
      int got = 0;
      while (got >= 0 && failure == null && chunk.count < CHUNK) {
        got = source.read(chunk.octets, MARGIN + chunk.count, CHUNK - chunk.count);
        chunk.count += Math.max(0, got);
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e; // thrown again where the caller comes to it, behind what was read before
    }
    chunk.taken = source.taken();
    chunk.failure = chunk.count == 0 ? failure : null;
    return chunk.count > 0;
  }

  /**
   * The next octets; behind the last ones an empty chunk, and then nothing more must be asked for.
   */
  Chunk next() throws InterruptedException {
    return ready.take();
  }

  /** The caller needs a chunk no more. */
  void release(Chunk chunk) {
    free.add(chunk);
  }

  /** Ends the thread; the source is of no use after that. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
