package tcplab.connection;

/** Watches one connection's packets pass, after the {@link Track} has taken each in. */
interface Observer {
  /**
   * A segment passed. Segments captured or delivered twice, and such without a whole header, are
   * left out.
   *
   * @param from what its sender sent so far, this segment included
   * @param to the other direction
   * @param events its events, as {@link Event#of} reads them
   */
  void passed(Sighting s, Half from, Half to, int events);
}
