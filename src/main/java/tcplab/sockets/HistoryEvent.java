package tcplab.sockets;

import java.util.Optional;
import tcplab.tcp.State;

/** One thing that a reading of the sockets brought: what a history is made of. */
sealed interface HistoryEvent {
  /** When it was read, ns since the epoch. */
  long timeNs();

  /** A socket is there; {@code isNew} is false at the beginning of a recording. */
  record Present(long timeNs, long socket, SocketName name, Optional<State> state, boolean isNew)
      implements HistoryEvent {}

  /** A socket is in another state. */
  record Moved(long timeNs, long socket, State state) implements HistoryEvent {}

  /** A socket is gone. */
  record Gone(long timeNs, long socket) implements HistoryEvent {}

  /** A reading is over. */
  record Sampled(long timeNs) implements HistoryEvent {}
}
