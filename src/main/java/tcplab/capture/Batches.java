package tcplab.capture;

/**
 * Takes the packets of a capture part by part, when it has more of them than memory should hold.
 */
public interface Batches {
  /** Keeps the whole capture. */
  Batches NONE =
      new Batches() {
        @Override
        public int rows() {
          return Integer.MAX_VALUE;
        }

        @Override
        public void take(Packets batch) {
          throw new IllegalStateException("more rows than an array can have");
        }
      };

  /**
   * How many rows the part that is being read may have, ICMP errors among them; asked again for
   * each part.
   */
  int rows();

  /**
   * Takes a part; the reader forgets it. Frames keep their numbers, flows do not. What follows the
   * last part is returned where the whole capture would be, with the faults of all.
   */
  void take(Packets batch);
}
