package tcplab.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Decoder} with a second thread, for captures that are worth one.
 *
 * <p>Records have to be walked one after the other, but what stands in them need not be decoded at
 * once. The caller's thread reads and walks, and copies frames into blocks; the other decodes the
 * blocks, in order; the caller's takes them back and looks their flows up, which is about half of
 * what is left to do. Each thing is touched by one thread at a time and each block comes in order,
 * so the result is the same as with one thread.
 */
final class TwoThreadDecoder implements PartSink, AutoCloseable {
  private static final int BLOCKS = 6;
  private static final int FRAMES = 2048;
  private static final int OCTETS = 256 * 1024;
  private static final int SKIPPED = -1;
  private static final int UNWANTED = -2;

  /** Tells the other thread to end. */
  private static final Block END = new Block(0, 0);

  private final Input in;
  private final Decoder decoder;
  private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<Block> decoded = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final List<int[]> ways = new ArrayList<>();
  private Block current = new Block(FRAMES, OCTETS);
  private final ArrayDeque<Block> free = new ArrayDeque<>();
  private int blocks = 1;

  /** Up to where the file is decoded; whoever decodes sets it, for an estimate. */
  private long decodedTo;

  /** Frames that are not decoded yet, and the rows of those that are. */
  private int underWay;

  private int rows;

  /** Frames one behind the other, and what the decoder made of them. */
  private static final class Block {
    private final byte[] octets;
    private final int[] captured;
    private final int[] wire;
    private final long[] timeNs;
    private final LinkType[] link;
    private final int[] interfaceId;
    private int frames;
    private int used;

    /** Octets of the file read when it was full: reading is some blocks ahead of decoding. */
    private long read;

    private final long[] ends;
    private int rows;
    private @Nullable Throwable failure;

    Block(int frames, int octets) {
      this.octets = new byte[octets];
      captured = new int[frames];
      wire = new int[frames];
      timeNs = new long[frames];
      link = new LinkType[frames];
      interfaceId = new int[frames];
      ends = new long[2 * frames];
    }

    boolean hasRoom(int octetCount) {
      return frames < captured.length && octetCount <= octets.length - used;
    }

    void decode(Decoder decoder) {
      decoder.leaveFlows(ends);
      int at = 0;
      for (int i = 0; i < frames; i++) {
        if (captured[i] == SKIPPED) {
          decoder.skipped();
        } else if (captured[i] == UNWANTED) {
          decoder.unwanted();
        } else {
          decoder.frame(octets, at, captured[i], wire[i], timeNs[i], link[i], interfaceId[i]);
          at += captured[i];
        }
      }
      rows = decoder.flowsLeft();
    }
  }

  TwoThreadDecoder(Input in, Batches batches) {
    this.in = in;
    decoder = new Decoder(rows -> (int) Math.min(in.expectedRows(rows, decodedTo), batches.rows()));
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

  @Override
  public void frame(
      byte[] bytes, int at, int length, int wire, long timeNs, LinkType link, int interfaceId) {
    if (length > OCTETS) {
      settle();
      decodeHere(bytes, at, length, wire, timeNs, link, interfaceId);
      return;
    }
    if (!current.hasRoom(length)) {
      handOver();
    }
    Block block = current;
    int frame = block.frames++;
    System.arraycopy(bytes, at, block.octets, block.used, length);
    block.used += length;
    block.captured[frame] = length;
    block.wire[frame] = wire;
    block.timeNs[frame] = timeNs;
    block.link[frame] = link;
    block.interfaceId[frame] = interfaceId;
    underWay++;
  }

  /** A frame that no block holds; the other thread has nothing to do at the moment. */
  private void decodeHere(
      byte[] bytes, int at, int length, int wire, long timeNs, LinkType link, int interfaceId) {
    Block block = new Block(1, 0);
    decodedTo = in.read();
    decoder.leaveFlows(block.ends);
    decoder.frame(bytes, at, length, wire, timeNs, link, interfaceId);
    block.rows = decoder.flowsLeft();
    findFlows(block);
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
    if (!current.hasRoom(0)) {
      handOver();
    }
    current.captured[current.frames++] = what;
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
      free.add(new Block(FRAMES, OCTETS));
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
    block.used = 0;
    return block;
  }

  private void findFlows(Block block) {
    int[] found = new int[block.rows];
    decoder.findFlows(block.ends, found);
    ways.add(found);
    rows += found.length;
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
    decoder.flowsFound(ways);
    ways.clear();
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
