package tcplab.simulation;

import java.util.Arrays;

/**
 * A state of the TIME-WAIT model, unpacked. Packed it is two longs: ends and timers in the first;
 * up to ten copies of 6 bits (what, and for how long it has been on its way) in the second.
 */
final class TimeWaitState {
  static final int WORDS = 2;
  static final int MOST_COPIES = 10;

  /** What is on its way: the server's last data with its FIN, the client's last ACK, an RST. */
  static final int FIN = 1;

  static final int ACK = 2;
  static final int RST = 3;

  /** The client, which closed first. */
  static final int FIN_WAIT_2 = 0;

  static final int TIME_WAIT = 1;
  static final int CLOSED = 2;

  /** In a new connection between the same ports; so too of the server. */
  static final int REOPENED = 3;

  /** The server, which closes last. */
  static final int CLOSE_WAIT = 0;

  static final int LAST_ACK = 1;

  int client;
  int server;

  /** Ticks until TIME-WAIT is over, and until the FIN is repeated. */
  int timeWait;

  int rto;
  int losses;
  int duplicates;

  /** Whether a timer has fired in this tick: deliveries come before. */
  boolean fired;

  /** A repeated FIN found no TIME-WAIT. */
  boolean refused;

  /** A new connection took old data for its own. */
  boolean fooled;

  final int[] copies = new int[MOST_COPIES];
  int count;

  TimeWaitState unpack(long[] packed) {
    long bits = packed[0];
    client = (int) bits & 3;
    server = (int) (bits >> 2) & 3;
    timeWait = (int) (bits >> 4) & 63;
    rto = (int) (bits >> 10) & 31;
    losses = (int) (bits >> 15) & 7;
    duplicates = (int) (bits >> 18) & 3;
    fired = (bits >> 20 & 1) != 0;
    refused = (bits >> 21 & 1) != 0;
    fooled = (bits >> 22 & 1) != 0;
    count = 0;
    for (long rest = packed[1]; rest != 0; rest >>>= 6) {
      copies[count++] = (int) rest & 63;
    }
    return this;
  }

  void pack(long[] packed) {
    packed[0] =
        client
            | server << 2
            | timeWait << 4
            | rto << 10
            | losses << 15
            | duplicates << 18
            | (fired ? 1 << 20 : 0)
            | (refused ? 1 << 21 : 0)
            | (fooled ? 1 << 22 : 0);
    Arrays.sort(copies, 0, count);
    long network = 0;
    for (int i = count - 1; i >= 0; i--) {
      network = network << 6 | copies[i];
    }
    packed[1] = network;
  }

  static int copy(int what, int age) {
    return what << 4 | age;
  }

  static int what(int copy) {
    return copy >> 4;
  }

  static int age(int copy) {
    return copy & 15;
  }

  boolean isFull() {
    return count == MOST_COPIES;
  }

  int take(int index) {
    int copy = copies[index];
    copies[index] = copies[--count];
    return copy;
  }

  void put(int copy) {
    copies[count++] = copy;
  }

  /** Whether a copy has been on its way for so long that it must arrive, or go, in this tick. */
  boolean isDue(int msl) {
    for (int i = 0; i < count; i++) {
      if (age(copies[i]) == msl) {
        return true;
      }
    }
    return false;
  }
}
