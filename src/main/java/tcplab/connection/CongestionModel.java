package tcplab.connection;

import java.util.OptionalInt;
import tcplab.connection.CwndSample.Phase;

/**
 * Estimates one sender's congestion window from what it sends and what comes back. In segments.
 *
 * <p>The window is never on the wire. What is: a sender never has more in flight than its window,
 * and one that has data waiting sends the moment an acknowledgement makes room. So the estimate
 * follows the rules of the standards as Linux keeps them, and the packets correct it:
 *
 * <ul>
 *   <li>ten segments at first (RFC 6928), one after a SYN that was lost twice;
 *   <li>slow start and avoidance only while the window is used up (RFC 7661 says why;
 *       tcp_is_cwnd_limited in Linux);
 *   <li>a loss cuts it by a factor: half (RFC 5681) or 0.7 (CUBIC, RFC 9438 §4.6). {@link
 *       CongestionWalk} tries both and keeps the one that the packets had to correct less;
 *   <li>recovery reduces in proportion (RFC 6937), a timeout begins again at one segment;
 *   <li>what was repeated for nothing is undone (RFC 2883 and RFC 3522);
 *   <li>after an idle time it is halved once per timeout, down to ten (RFC 5681 §4.1);
 *   <li>more in flight than the estimate raises it: so CUBIC's growth is followed, too;
 *   <li>three acknowledgements in a row that were each answered at once with full segments, though
 *       the estimate had room before, lower it: the sender was held by a smaller window.
 * </ul>
 */
final class CongestionModel {
  private static final int INITIAL = 10;
  private static final int UNLIMITED = Integer.MAX_VALUE / 2;
  private static final int LEAST_SSTHRESH = 2;

  /** So many answers in a row prove that the window is smaller than estimated. */
  private static final int PROOF = 3;

  private final double factor;
  private int cwnd = INITIAL;
  private int credit;
  private int ssthresh = UNLIMITED;
  private Phase repair = Phase.SLOW_START;
  private long recoveryPoint;

  // What an episode of repair began with, to undo it
  private int priorCwnd;
  private int priorSsthresh;
  private int unproved;
  private boolean undoable;

  // Proportional rate reduction
  private int delivered;
  private int out;

  // Whether the window is used up
  private boolean limited;
  private int mostOut;
  private long usageEnd;

  // Lowering
  private int answers;
  private int leastGap;

  /** By how many segments the packets contradicted the estimate so far. */
  private long corrections;

  /**
   * A new sender.
   *
   * @param factor by which a loss cuts the window
   */
  CongestionModel(double factor) {
    this.factor = factor;
  }

  /** The handshake's SYN was lost twice (RFC 5681 §3.1; Linux allows the first loss). */
  void beginWithOne() {
    cwnd = 1;
  }

  int cwnd() {
    return cwnd;
  }

  OptionalInt ssthresh() {
    return ssthresh == UNLIMITED ? OptionalInt.empty() : OptionalInt.of(ssthresh);
  }

  long corrections() {
    return corrections;
  }

  Phase phase() {
    if (repairs()) {
      return repair;
    }
    return cwnd < ssthresh ? Phase.SLOW_START : Phase.AVOIDANCE;
  }

  boolean repairs() {
    return repair == Phase.RECOVERY || repair == Phase.TIMEOUT;
  }

  /**
   * New octets leave.
   *
   * @param pipe segments in flight with them
   * @param acked what is acknowledged so far
   * @param next the position after them
   */
  void sentNew(int pipe, long acked, long next) {
    out++;
    if (pipe > cwnd && repair != Phase.RECOVERY) {
      corrections += pipe - cwnd;
      cwnd = pipe;
    }
    boolean full = pipe >= cwnd;
    if (acked >= usageEnd || full || (!limited && pipe > mostOut)) {
      limited = full;
      mostOut = pipe;
      usageEnd = next;
    }
  }

  /** Nothing was in flight for a while, counted in timeouts. */
  void idled(long timeouts) {
    if (cwnd > INITIAL && timeouts > 0) {
      ssthresh = Math.max(ssthresh, cwnd * 3 / 4);
      cwnd = Math.max(INITIAL, cwnd >> Math.min(timeouts, 30));
    }
  }

  /**
   * The sender answered an acknowledgement at once.
   *
   * @param gap by how much the estimate exceeded what was in flight before it
   */
  void answeredAtOnce(int gap) {
    if (repairs()) {
      return;
    }
    corrections += Math.max(0, gap);
    if (gap <= 1 + cwnd / 8) {
      answers = 0;
      return;
    }
    leastGap = answers == 0 ? gap : Math.min(leastGap, gap);
    if (++answers == PROOF) {
      answers = 0;
      cwnd = Math.max(1, cwnd - leastGap);
      ssthresh = Math.max(LEAST_SSTHRESH, Math.min(ssthresh, cwnd));
    }
  }

  /** A repeat leaves because acknowledgements told of a loss. */
  void repeatedFast(int pipe, long next) {
    if (!repairs()) {
      begin(Phase.RECOVERY, next);
      delivered = 0;
      out = 0;
      cwnd = Math.max(1, Math.min(cwnd, pipe));
    }
    out++;
    unproved++;
    fill(pipe);
  }

  /** A repeat leaves because the timer ran out. */
  void repeatedByTimer(long next) {
    if (repair == Phase.TIMEOUT) {
      recoveryPoint = next;
    } else if (repair == Phase.RECOVERY) {
      repair = Phase.TIMEOUT;
      recoveryPoint = next;
    } else {
      begin(Phase.TIMEOUT, next);
    }
    unproved++;
    cwnd = 1;
    credit = 0;
  }

  /** Any other repeat leaves, with {@code pipe} segments in flight. */
  void repeated(int pipe) {
    out++;
    unproved++;
    fill(pipe);
  }

  /** After a timeout repeats use up the window, as new segments do otherwise. */
  private void fill(int pipe) {
    if (repair == Phase.TIMEOUT) {
      limited |= pipe >= cwnd;
      mostOut = Math.max(mostOut, pipe);
    }
  }

  /** A tail loss probe repaired a loss: the window is reduced at once (RFC 8985 §7.4). */
  void probeRepaired() {
    if (!repairs()) {
      ssthresh = reduced();
      cwnd = ssthresh;
    }
  }

  private int reduced() {
    return Math.max(LEAST_SSTHRESH, (int) (cwnd * factor));
  }

  private void begin(Phase phase, long next) {
    repair = phase;
    recoveryPoint = next;
    priorCwnd = cwnd;
    priorSsthresh = ssthresh;
    unproved = 0;
    undoable = true;
    ssthresh = reduced();
    answers = 0;
  }

  /** A DSACK reports one repeat as needless. */
  void repeatWasNeedless() {
    if (undoable && unproved > 0 && --unproved == 0) {
      undo();
    }
  }

  /** The first acknowledgement after the repeat was for the original: it was not lost. */
  void originalArrived() {
    if (undoable && repairs()) {
      undo();
    }
  }

  private void undo() {
    cwnd = Math.max(cwnd, priorCwnd);
    ssthresh = priorSsthresh;
    undoable = false;
    repair = Phase.SLOW_START;
  }

  /**
   * An acknowledgement comes.
   *
   * @param newly segments that it tells anew to have arrived
   * @param advances whether it covers new octets
   * @param acked its position
   * @param pipe segments in flight after it
   */
  void acknowledged(int newly, boolean advances, long acked, int pipe) {
    if (repairs() && acked >= recoveryPoint) {
      boolean reducing = repair == Phase.RECOVERY;
      repair = Phase.SLOW_START;
      cwnd = reducing ? ssthresh : cwnd;
      if (reducing) {
        return;
      }
    }
    if (repair == Phase.RECOVERY) {
      reduce(newly, advances, pipe);
    } else if (advances) {
      grow(newly);
    }
  }

  /** Proportional rate reduction (RFC 6937 §3). */
  private void reduce(int newly, boolean advances, int pipe) {
    if (newly <= 0) {
      return;
    }
    delivered += newly;
    int room = ssthresh - pipe;
    int send;
    if (room < 0) {
      send = (int) (((long) ssthresh * delivered + priorCwnd - 1) / priorCwnd) - out;
    } else {
      send = Math.min(room, Math.max(delivered - out, newly) + (advances ? 1 : 0));
    }
    cwnd = Math.max(1, pipe + Math.max(send, out > 0 ? 0 : 1));
  }

  private void grow(int newly) {
    boolean slow = cwnd < ssthresh;
    if (slow ? cwnd >= 2L * mostOut : !limited) {
      return;
    }
    int rest = newly;
    if (slow) {
      int grown = Math.min(cwnd + newly, ssthresh);
      rest -= grown - cwnd;
      cwnd = grown;
    }
    credit += rest;
    if (rest > 0 && credit >= cwnd) {
      int more = credit / cwnd;
      credit -= more * cwnd;
      cwnd += more;
    }
  }
}
