package tcplab.kernel.session;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.wire.KernelLog;

/**
 * What cells print, in batches, in order, and bounded.
 *
 * <p>Bytes gather here and leave a few milliseconds later, or at once when there are many, when
 * something else is published, or when the cell ends. Who prints faster than that waits. A burst of
 * {@value #BURST} bytes goes out as fast as it comes; beyond it, output without end is slowed to
 * {@value #BYTES_PER_SECOND} bytes/s, which a browser can bear.
 *
 * <p>Monitors and not {@code Lock}s guard this on purpose: a thread that is stopped in here leaves
 * a monitor by itself.
 */
final class Output {
  private static final int BATCH = 64 << 10;
  private static final int MOST_WAITING = 2 << 20;
  private static final long BURST = 16L << 20;
  private static final long BYTES_PER_SECOND = 1L << 20;
  private static final long DELAY_MILLIS = 4;

  /** What one run printed to one stream since the last batch. */
  private static final class Chunk {
    private final JsonObject parent;
    private final String stream;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Chunk(JsonObject parent, String stream) {
      this.parent = parent;
      this.stream = stream;
    }

    boolean belongsTo(JsonObject otherParent, String otherStream) {
      return parent == otherParent && stream.equals(otherStream);
    }
  }

  private final Publisher publisher;
  private final ArrayDeque<Chunk> waiting = new ArrayDeque<>();
  private final List<Chunk> beginnings = new ArrayList<>();
  private long waitingBytes;
  private long allowance = BURST;
  private long allowedAt = System.nanoTime();
  private volatile boolean closed;

  Output(Publisher publisher) {
    this.publisher = publisher;
    Thread thread = new Thread(this::run, "tcplab-output");
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes printed bytes; waits while too many are on their way already. */
  void write(String stream, byte[] bytes, int offset, int length) {
    JsonObject parent = CellRun.currentParent();
    synchronized (this) {
      awaitSpace();
      Chunk last = waiting.peekLast();
      if (last == null || !last.belongsTo(parent, stream) || last.bytes.size() > BATCH) {
        last = new Chunk(parent, stream);
        waiting.add(last);
      }
      last.bytes.write(bytes, offset, length);
      boolean wake = waitingBytes == 0 || (waitingBytes < BATCH && waitingBytes + length >= BATCH);
      waitingBytes += length;
      if (wake) {
        notifyAll();
      }
    }
  }

  /** Publishes all that was printed so far. */
  synchronized void flush() {
    for (Chunk chunk = waiting.peek(); chunk != null; chunk = waiting.peek()) {
      send(chunk);
      waiting.remove();
    }
    allowance -= waitingBytes;
    waitingBytes = 0;
    notifyAll();
  }

  /** Publishes a run's output to its last byte, half a character included. */
  synchronized void finish(JsonObject parent) {
    flush();
    allowance = BURST;
    for (Chunk beginning : List.copyOf(beginnings)) {
      if (beginning.parent == parent) {
        beginnings.remove(beginning);
        publish(beginning, beginning.bytes.toByteArray());
      }
    }
  }

  synchronized void close() {
    flush();
    closed = true;
    notifyAll();
  }

  private void awaitSpace() {
    while (waitingBytes > MOST_WAITING && !closed) {
      try {
        wait();
      } catch (InterruptedException interrupted) {
        // The cell is being stopped, or interrupts itself: let it see that, and take this much.
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        publishWaiting();
      }
    } catch (InterruptedException | RuntimeException broken) {
      KernelLog.warn("Output is no longer published", broken);
    }
  }

  private synchronized void publishWaiting() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (waitingBytes < BATCH) {
      wait(DELAY_MILLIS);
    }
    awaitAllowance();
    try {
      flush();
    } catch (OutOfMemoryError full) {
      // A cell has filled the heap; what was printed waits until there is room again.
      wait(DELAY_MILLIS);
    }
  }

  /** Waits until there is leave to send, or somebody else has sent all that waited. */
  private void awaitAllowance() throws InterruptedException {
    refill();
    while (allowance < 0 && waitingBytes > 0 && !closed) {
      wait(1 - allowance * 1000 / BYTES_PER_SECOND);
      refill();
    }
  }

  private void refill() {
    long now = System.nanoTime();
    long earned = (long) ((now - allowedAt) / 1e9 * BYTES_PER_SECOND);
    allowance = Math.min(allowance + earned, BURST);
    allowedAt = now;
  }

  private void send(Chunk chunk) {
    Chunk beginning = takeBeginning(chunk);
    if (beginning != null) {
      byte[] rest = chunk.bytes.toByteArray();
      chunk = beginning;
      chunk.bytes.writeBytes(rest);
    }
    byte[] bytes = chunk.bytes.toByteArray();
    int whole = Utf8.wholeLength(bytes, bytes.length);
    if (whole < bytes.length) {
      Chunk kept = new Chunk(chunk.parent, chunk.stream);
      kept.bytes.write(bytes, whole, bytes.length - whole);
      beginnings.add(kept);
    }
    publish(chunk, java.util.Arrays.copyOf(bytes, whole));
  }

  private @Nullable Chunk takeBeginning(Chunk chunk) {
    for (int i = 0; i < beginnings.size(); i++) {
      if (beginnings.get(i).belongsTo(chunk.parent, chunk.stream)) {
        return beginnings.remove(i);
      }
    }
    return null;
  }

  private void publish(Chunk chunk, byte[] bytes) {
    if (bytes.length > 0) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      publisher.publish("stream", chunk.parent, Json.object("name", chunk.stream, "text", text));
    }
  }
}
