package tcplab.capture;

/** How far the reading of several files has come, as of one. */
final class JointProgress {
  private final Progress whole;
  private long read;
  private long total;

  JointProgress(Progress whole) {
    this.whole = whole;
  }

  /**
   * The part of one file.
   *
   * @param size in octets, or -1 when it is not known; the whole is not known then either
   */
  Progress part(long size) {
    total = size < 0 || total < 0 ? -1 : total + size;
    long[] before = {0};
    return (now, ofTotal) -> {
      read += now - before[0];
      before[0] = now;
      return whole.advance(read, total);
    };
  }
}
