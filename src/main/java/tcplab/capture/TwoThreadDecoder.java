package tcplab.capture;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Decoder} with a second thread, for captures that are worth one.
 *
 * <p>Records have to be walked one after the other, but what stands in them need not be decoded at
 * once. The caller's thread reads and walks, a window of octets after the other; the other decodes
 * the windows' frames where they lie, in order; the caller's takes them back and looks their flows
 * up, which is about half of what is left to do. Each thing is touched by one thread at a time and
 * each window comes in order, so the result is the same as with one thread.
 */
final class TwoThreadDecoder implements PartSink, AutoCloseable {
  private static final int BLOCKS = 6;
  private static final int FRAMES = 2048;

  /** A window that one frame made larger is given up. */
  private static final int MOST_KEPT = 1 << 20;

  private static final byte[] NONE = new byte[0];
  private static final int SKIPPED = -1;
  private static final int UNWANTED = -2;

  /** Tells the other thread to end. */
  private static final Block END = new Block();

  private final Input in;
  private final Decoder decoder;
  private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<Block> decoded = new ArrayBlockingQueue<>(BLOCKS + 1);

  /** Of the rows since all was last settled, the flows. */
  private int[] ways = new int[2 * FRAMES];

  private int found;
  private Block current = new Block();
  private final ArrayDeque<Block> free = new ArrayDeque<>();
  private int blocks = 1;

  /** Up to where the file is decoded; whoever decodes sets it, for an estimate. */
  private long decodedTo;

  /** Frames that are not decoded yet, and the rows of those that are. */
  private int underWay;

  private int rows;

  /** Where the frames of one window of the input lie, and what the decoder made of them. */
  private static final class Block {
    private byte[] octets = NONE;
    private int[] at = new int[FRAMES];
    private int[] captured = new int[FRAMES];
    private int[] wire = new int[FRAMES];
    private long[] timeNs = new long[FRAMES];
    private LinkType[] link = new LinkType[FRAMES];
    private int[] interfaceId = new int[FRAMES];
    private int frames;

    /** Octets of the file read when it was full: reading is some blocks ahead of decoding. */
    private long read;

    private long[] ends = new long[2 * FRAMES];
    private int rows;
    private @Nullable Throwable failure;

    /** The index of one more frame. */
    int next() {
      if (frames == captured.length) {
        int larger = 2 * frames;
        at = Arrays.copyOf(at, larger);
        captured = Arrays.copyOf(captured, larger);
        wire = Arrays.copyOf(wire, larger);
        timeNs = Arrays.copyOf(timeNs, larger);
        link = Arrays.copyOf(link, larger);
        interfaceId = Arrays.copyOf(interfaceId, larger);
        ends = new long[2 * larger];
      }
      return frames++;
    }

    void decode(Decoder decoder) {
      decoder.leaveFlows(ends);
      for (int i = 0; i < frames; i++) {
        if (captured[i] == SKIPPED) {
          decoder.skipped();
        } else if (captured[i] == UNWANTED) {
          decoder.unwanted();
        } else {
          decoder.frame(octets, at[i], captured[i], wire[i], timeNs[i], link[i], interfaceId[i]);
        }
      }
      rows = decoder.flowsLeft();
    }
  }

  TwoThreadDecoder(Input in, Batches batches) {
    this.in = in;
    decoder = new Decoder(rows -> (int) Math.min(in.expectedRows(rows, decodedTo), batches.rows()));
    in.windowsFrom(this::window);
    Thread thread = new Thread(this::decode, "tcplab-decode");
    thread.setDaemon(true);
    thread.start();
  }

  private void decode() {
    for (Block block = next(filled); block != END; block = next(filled)) {
      try {
        decodedTo = block.read;
        block.decode(decoder);
      } catch (RuntimeException | Error e) {
        block.failure = e; // thrown again where the caller waits for the block
      }
      decoded.add(block);
    }
  }

  /** An interrupt ends nothing here: reading looks for it, and ends in order. */
  private static Block next(BlockingQueue<Block> queue) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return queue.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The array in which the input goes on. */
  private byte[] window(int least) {
    if (current.frames == 0) {
      return in.bytes; // nobody was handed anything of it
    }
    handOver();
    if (current.octets.length < least || current.octets.length > MOST_KEPT) {
      current.octets = new byte[least];
    }
    return current.octets;
  }

  @Override
  public void frame(
      byte[] bytes, int at, int length, int wire, long timeNs, LinkType link, int interfaceId) {
    Block block = current;
    block.octets = bytes; // the input's window, which does not change while this block is current
    int frame = block.next();
    block.at[frame] = at;
    block.captured[frame] = length;
    block.wire[frame] = wire;
    block.timeNs[frame] = timeNs;
    block.link[frame] = link;
    block.interfaceId[frame] = interfaceId;
    underWay++;
  }

  @Override
  public void skipped() {
    noteWithoutOctets(SKIPPED);
  }

  @Override
  public void unwanted() {
    noteWithoutOctets(UNWANTED);
  }

  private void noteWithoutOctets(int what) {
    current.captured[current.next()] = what;
    underWay++;
  }

  @Override
  public void fault(Fault fault) {
    settle();
    decoder.fault(fault);
  }

  @Override
  public int rows() {
    return rows + underWay;
  }

  /** Gives the other thread a block, and gets a free one. */
  private void handOver() {
    current.read = in.read();
    filled.add(current);
    for (Block done = decoded.poll(); done != null; done = decoded.poll()) {
      free.addFirst(takeBack(done));
    }
    if (free.isEmpty() && blocks == BLOCKS) {
      free.add(takeBack(next(decoded)));
    } else if (free.isEmpty()) {
      free.add(new Block());
      blocks++;
    }
    current = free.remove();
  }

  private Block takeBack(Block block) {
    if (block.failure instanceof Error error) {
      throw error;
    } else if (block.failure instanceof RuntimeException failure) {
      throw failure;
    }
    findFlows(block);
    underWay -= block.frames;
    block.frames = 0;
    if (block.octets == in.bytes) {
      block.octets = NONE; // the input goes on in it
    }
    return block;
  }

  private void findFlows(Block block) {
    if (ways.length < found + block.rows) {
      ways = Arrays.copyOf(ways, Math.max(found + block.rows, 2 * ways.length));
    }
    decoder.findFlows(block.ends, block.rows, ways, found);
    found += block.rows;
    rows += block.rows;
  }

  /** From then until the next frame the decoder is the caller's. */
  @Override
  public void settle() {
    if (current.frames > 0) {
      handOver();
    }
    while (underWay > 0) {
      free.add(takeBack(next(decoded)));
    }
    decoder.flowsFound(ways, found);
    found = 0;
  }

  @Override
  public Packets take() {
    settle();
    rows = 0;
    return decoder.take();
  }

  @Override
  public int frames() {
    return decoder.frames();
  }

  /** The decoder, once settled: for what is to be said at the end. */
  Decoder decoder() {
    return decoder;
  }

  /** Ends the other thread. */
  @Override
  public void close() {
    filled.add(END);
  }
}
