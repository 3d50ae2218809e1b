package tcplab.connection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the table of connections holds, in columns: about 270 octets a connection. */
final class Summary {
  /** One side's columns. */
  static final class Columns {
    final int[] packets;
    final long[] bytes;
    final long[] uniqueBytes;
    final int[] retransmissions;
    final int[] outOfOrder;
    final int[] duplicateAcks;
    final int[] zeroWindows;
    final long[] zeroWindowNs;
    final int[] mss;
    final byte[] windowScale;
    final boolean[] synSeen;
    final long[] rttMin;
    final long[] rttMax;
    final double[] rttAverage;
    final long[] maxInFlight;
    final String[] states;

    Columns(int connections) {
      packets = new int[connections];
      bytes = new long[connections];
      uniqueBytes = new long[connections];
      retransmissions = new int[connections];
      outOfOrder = new int[connections];
      duplicateAcks = new int[connections];
      zeroWindows = new int[connections];
      zeroWindowNs = new long[connections];
      mss = new int[connections];
      windowScale = new byte[connections];
      synSeen = new boolean[connections];
      rttMin = new long[connections];
      rttMax = new long[connections];
      rttAverage = new double[connections];
      maxInFlight = new long[connections];
      states = new String[connections];
      Arrays.fill(states, "");
    }

    private void write(int i, Half half, String stateText) {
      packets[i] = half.packets;
      bytes[i] = half.bytes;
      uniqueBytes[i] = half.uniqueBytes;
      retransmissions[i] = half.retransmissions;
      outOfOrder[i] = half.outOfOrder;
      duplicateAcks[i] = half.duplicateAcks;
      zeroWindows[i] = half.zeroWindows;
      zeroWindowNs[i] = half.zeroWindowNs;
      mss[i] = half.mss;
      windowScale[i] = (byte) half.windowScale;
      synSeen[i] = half.synSeen || half.synAckSeen;
      rttMin[i] = half.rttCount == 0 ? -1 : half.rttMin;
      rttMax[i] = half.rttMax;
      rttAverage[i] = half.rttCount == 0 ? Double.NaN : (double) half.rttSum / half.rttCount;
      maxInFlight[i] = half.sent && half.ackedKnown ? half.maxInFlight : -1;
      states[i] = stateText;
    }
  }

  final Columns client;
  final Columns server;
  final boolean[] forwardIsClient;
  final Orientation[] orientation;
  final @Nullable CapturePoint[] capturePoint;
  final Handshake.Variant[] handshake;
  final long[] handshakeRtt;
  final Teardown.Variant[] teardown;
  final Teardown.ClosedFirst[] closedFirst;
  final String[] connState;
  final String[] history;
  final long[] captureLoss;

  Summary(int connections) {
    client = new Columns(connections);
    server = new Columns(connections);
    forwardIsClient = new boolean[connections];
    orientation = new Orientation[connections];
    capturePoint = new CapturePoint[connections];
    handshake = new Handshake.Variant[connections];
    handshakeRtt = new long[connections];
    teardown = new Teardown.Variant[connections];
    closedFirst = new Teardown.ClosedFirst[connections];
    connState = new String[connections];
    history = new String[connections];
    Arrays.fill(connState, "");
    Arrays.fill(history, "");
    captureLoss = new long[connections];
  }

  Columns of(Side side) {
    return side == Side.CLIENT ? client : server;
  }

  /** A writer for one thread; several may write, each other connections. */
  Writer writer() {
    return new Writer();
  }

  /** Fills the columns. */
  final class Writer {
    private final TextCache states = new TextCache();
    private final TextCache histories = new TextCache();

    void write(int i, Track track, HandshakeWalk opening) {
      boolean clientFirst = track.forwardIsClient;
      client.write(i, track.half(Side.CLIENT), stateNames(track.stateCode(Side.CLIENT)));
      server.write(i, track.half(Side.SERVER), stateNames(track.stateCode(Side.SERVER)));
      forwardIsClient[i] = clientFirst;
      orientation[i] = track.orientation;
      capturePoint[i] = track.capturePoint;
      handshake[i] = opening.variant();
      handshakeRtt[i] = opening.rttNs();
      teardown[i] = track.teardown.variant(clientFirst);
      closedFirst[i] = track.teardown.closedFirst(clientFirst);
      connState[i] = track.zeek.connState(clientFirst);
      history[i] = history(track.zeek, clientFirst);
      captureLoss[i] = track.captureLoss();
    }

    private String stateNames(long code) {
      String names = states.get(code);
      if (names == null) {
        names = EndStates.names(code);
        states.put(code, names);
      }
      return names;
    }

    private String history(ZeekCodes zeek, boolean clientFirst) {
      long key = zeek.historyKey(clientFirst);
      if (key == ZeekCodes.NO_KEY) {
        return zeek.history(clientFirst);
      }
      String history = histories.get(key);
      if (history == null) {
        history = zeek.history(clientFirst);
        histories.put(key, history);
      }
      return history;
    }
  }
}
