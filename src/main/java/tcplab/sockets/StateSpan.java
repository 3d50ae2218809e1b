package tcplab.sockets;

import java.util.Optional;
import java.util.OptionalLong;
import tcplab.tcp.State;

/**
 * The time that one socket was seen in one state. What happens between two readings is not seen, so
 * both ends are late by up to one interval, and states that last less may be missing.
 *
 * @param socket the socket's number in its history, from 0
 * @param name its endpoints and process
 * @param state the state
 * @param sinceNs when it was first seen in it, ns since the epoch
 * @param beginSeen whether it was absent, or in another state, one reading before; false where the
 *     history began later than the state
 * @param untilNs when it was no longer seen in it; empty while it lasts
 * @param next the state that followed; empty when the socket was gone, or while it lasts
 */
public record StateSpan(
    long socket,
    SocketName name,
    State state,
    long sinceNs,
    boolean beginSeen,
    OptionalLong untilNs,
    Optional<State> next) {
  StateSpan until(long timeNs, Optional<State> follower) {
    return new StateSpan(
        socket, name, state, sinceNs, beginSeen, OptionalLong.of(timeNs), follower);
  }

  /** How long it lasted, in ns; empty while it lasts. */
  public OptionalLong dwellNs() {
    return untilNs.isPresent()
        ? OptionalLong.of(untilNs.getAsLong() - sinceNs)
        : OptionalLong.empty();
  }
}
