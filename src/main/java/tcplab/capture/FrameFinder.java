package tcplab.capture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counts frames until the one that is wanted. */
final class FrameFinder implements FrameSink {
  private final int wanted;
  private int number;
  private @Nullable RawFrame found;

  FrameFinder(int wanted) {
    this.wanted = wanted;
  }

  @Override
  public void frame(
      byte[] bytes, int at, int captured, int wire, long timeNs, LinkType link, int interfaceId) {
    if (++number == wanted) {
      byte[] copy = Arrays.copyOfRange(bytes, at, at + captured);
      found = new RawFrame(number, timeNs, link.name(), copy, wire);
    }
  }

  @Override
  public void skipped() {
    number++;
  }

  @Override
  public void unwanted() {
    number++;
  }

  @Override
  public void fault(Fault fault) {
    // The frame is found before the fault or not at all; found() says so.
  }

  @Override
  public boolean wantsMore() {
    return number < wanted;
  }

  RawFrame found(Input in) throws CaptureException {
    if (found == null) {
      throw new CaptureException(
          new Fault(
              in.name(),
              in.offset(),
              "there is no readable frame " + wanted + " among " + number,
              "name a frame from 1 to " + number));
    }
    return found;
  }
}
