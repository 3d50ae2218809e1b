package tcplab.capture;

import java.io.IOException;

/** Reads a capture step by step, and gives its frames to a {@link FrameSink}. */
interface FrameReader {
  /**
   * Reads one record or block, with at most one frame.
   *
   * @return false at the end, or at a fault behind which nothing can be read
   */
  boolean next() throws IOException;
}
