package tcplab.capture;

import tcplab.tcp.Flags;

/**
 * One packet of {@link Packets} after the other, for who reads most fields of each: a row's place
 * is found once, not once a field. What its methods say is what those of {@code Packets} say of the
 * row. For one thread.
 */
public final class PacketCursor {
  private final Rows rows;
  private int row;
  private int way;
  private long time;
  private long seqAck;
  private long stamps;
  private long lengthCaptured;
  private long packetExtra;
  private long rest;

  /** Means nothing; but what is kept nowhere, the compiler does not fetch. */
  @SuppressWarnings("UnusedVariable")
  private long fetched;

  PacketCursor(Rows rows) {
    this.rows = rows;
  }

  /** Goes to a row, 0-based. */
  public void moveTo(int newRow) {
    row = newRow;
    way = rows.flow[newRow];
    long[] part = rows.part(newRow);
    int at = Rows.within(newRow);
    time = part[at + Rows.TIME];
    seqAck = part[at + Rows.SEQ_ACK];
    stamps = part[at + Rows.STAMPS];
    lengthCaptured = part[at + Rows.LENGTH_CAPTURED];
    packetExtra = part[at + Rows.PACKET_EXTRA];
    rest = part[at + Rows.FLAGS_WINDOW_IP];
  }

  /**
   * Has the processor fetch rows that are to be visited soon and lie apart. Asked for together they
   * come together; one by one, each would be waited for.
   *
   * @param visited rows in the order of the visit
   */
  public void prefetch(int[] visited, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      long[] part = rows.part(visited[i]);
      int at = Rows.within(visited[i]);
      sum += part[at] + part[at + Rows.FLAGS_WINDOW_IP] + rows.flow[visited[i]];
    }
    fetched = sum;
  }

  /** The row it is at. */
  public int row() {
    return row;
  }

  /** See {@link Packets#packet}. */
  public int packet() {
    return (int) (packetExtra >>> 32);
  }

  /** See {@link Packets#timeNs}. */
  public long timeNs() {
    return time;
  }

  /** See {@link Packets#flow}. */
  public int flow() {
    return way >> 1;
  }

  /** See {@link Packets#forward}. */
  public boolean forward() {
    return (way & 1) == 0;
  }

  /** See {@link Packets#isWhole}. */
  public boolean isWhole() {
    return (rest >>> Rows.FLAGS_SHIFT & Rows.BROKEN) == 0;
  }

  /** See {@link Packets#flags}. */
  public int flags() {
    return (int) (rest >>> Rows.FLAGS_SHIFT) & Flags.MASK;
  }

  /** See {@link Packets#window}. */
  public int window() {
    return (int) (rest >>> Rows.WINDOW_SHIFT) & 0xffff;
  }

  /** See {@link Packets#seq}. */
  public int seq() {
    return (int) (seqAck >>> 32);
  }

  /** See {@link Packets#ack}. */
  public int ack() {
    return (int) seqAck;
  }

  /** See {@link Packets#length}. */
  public int length() {
    int length = (int) (lengthCaptured >>> 32);
    return length < 0 ? ~length : length;
  }

  /** See {@link Packets#hasTimestamps}. */
  public boolean hasTimestamps() {
    return (rest & Rows.TIMESTAMPS) != 0;
  }

  /** See {@link Packets#tsValue}. */
  public int tsValue() {
    return (int) (stamps >>> 32);
  }

  /** See {@link Packets#tsEcho}. */
  public int tsEcho() {
    return (int) stamps;
  }

  /** See {@link Packets#hasIpId}. */
  public boolean hasIpId() {
    return (rest & Rows.IP_ID) != 0;
  }

  /** See {@link Packets#ipId}. */
  public int ipId() {
    return (int) (rest >>> Rows.IP_ID_SHIFT) & 0xffff;
  }

  /** See {@link Packets#options}. */
  public Packets.Options options() {
    int extra = (int) packetExtra;
    return extra == 0 ? Packets.Options.NONE : rows.options.get(extra - 1);
  }
}
