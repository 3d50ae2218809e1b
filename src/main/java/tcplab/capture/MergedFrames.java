package tcplab.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Several captures as one, in the order of their times, as mergecap merges them: of the frames that
 * stand first in each, the earliest is next; of equal ones that of the capture named first. A frame
 * without a time comes right after the one before it.
 *
 * <p>Nothing is copied: a frame stays in its reader's window until it has been handed on.
 */
final class MergedFrames {
  private final FrameSink next;
  private final List<Head> heads = new ArrayList<>();
  private int interfaces;

  MergedFrames(FrameSink next) {
    this.next = next;
  }

  /** Adds a capture. */
  void add(Input in) throws IOException {
    Head head = new Head(in, heads.size());
    try {
      head.open();
    } catch (IOException e) {
      throw CaptureFile.typed(in.name(), e);
    }
    heads.add(head);
  }

  /**
   * Hands on all frames, or those that stand before {@link Input#stopped}.
   *
   * @param afterEach called behind each frame
   */
  void run(Runnable afterEach) throws IOException {
    PriorityQueue<Head> queue =
        new PriorityQueue<>(
            Comparator.<Head>comparingLong(head -> head.timeNs)
                .thenComparingInt(head -> head.position));
    for (Head head : heads) {
      if (head.advance()) {
        queue.add(head);
      }
    }
    while (!queue.isEmpty()) {
      Head first = queue.remove();
      first.deliver();
      afterEach.run();
      if (first.advance()) {
        queue.add(first);
      } else if (first.in.stopped()) {
        return;
      }
    }
  }

  /** A capture, and the frame of it that is next. */
  private final class Head implements FrameSink {
    private final Input in;
    private final int position;
    private final List<Integer> numbers = new ArrayList<>();
    private FrameReader reader = () -> false;
    private byte[] bytes = {};
    private int at;
    private int captured;
    private int wire;
    private long timeNs;
    private LinkType link = LinkType.ETHERNET;
    private int interfaceId;
    private boolean known;
    private boolean ready;
    private boolean delivered;

    Head(Input in, int position) {
      this.in = in;
      this.position = position;
    }

    void open() throws IOException {
      reader = CaptureFile.reader(in, this);
    }

    /** Reads the next frame; false at the end. */
    boolean advance() throws IOException {
      ready = false;
      try {
        while (!ready) {
          if (!reader.next()) {
            return false;
          }
        }
      } catch (FilterException | CaptureException | LibpcapException e) {
        throw e;
      } catch (IOException e) {
        if (!delivered) {
          throw CaptureFile.unreadable(in.name(), e);
        }
        fault(CaptureFile.endedBy(in, e));
        return false;
      }
      return true;
    }

    void deliver() {
      delivered = true;
      if (known) {
        next.frame(bytes, at, captured, wire, timeNs, link, interfaceId);
      } else {
        next.skipped();
      }
    }

    @Override
    public void frame(
        byte[] bytes, int at, int captured, int wire, long timeNs, LinkType link, int id) {
      this.bytes = bytes;
      this.at = at;
      this.captured = captured;
      this.wire = wire;
      this.timeNs = timeNs;
      this.link = link;
      this.interfaceId = numbers.get(id);
      known = true;
      ready = true;
    }

    @Override
    public void skipped() {
      timeNs = Packets.NO_TIME;
      known = false;
      ready = true;
    }

    @Override
    public void unwanted() {
      skipped();
    }

    @Override
    public void fault(Fault fault) {
      next.fault(fault);
    }

    @Override
    public void source(int id, int linkType, boolean bigEndian) throws IOException {
      while (numbers.size() <= id) {
        numbers.add(interfaces++);
      }
      next.source(numbers.get(id), linkType, bigEndian);
    }
  }
}
