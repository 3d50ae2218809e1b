package tcplab;

import tcplab.sockets.LiveSockets;

/** What a snapshot of the sockets shall tell beyond addresses, states and queues. */
public enum Detail {
  /** The process of each socket, with its command, cgroup and container. */
  PROCESSES,
  /** The kernel's tcp_info: round-trip times, windows, counters. */
  INFO,
  /** How much memory the buffers take, and how many segments were dropped. */
  MEMORY,
  /** A second pass that adds what the first one missed while connections came and went. */
  VERIFY;

  static LiveSockets on(LiveSockets machine, Detail first, Detail... more) {
    LiveSockets asked = first.addTo(machine);
    for (Detail detail : more) {
      asked = detail.addTo(asked);
    }
    return asked;
  }

  private LiveSockets addTo(LiveSockets machine) {
    return switch (this) {
      case PROCESSES -> machine.withProcesses();
      case INFO -> machine.withInfo();
      case MEMORY -> machine.withMemory();
      case VERIFY -> machine.verified();
    };
  }
}
