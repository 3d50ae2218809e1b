package tcplab.sockets;

/** The texts that may be known of a socket. */
enum TextField {
  FAMILY,
  LOCAL,
  REMOTE,
  TIMER,
  PROCESS,
  CONGESTION,
  COMMAND,
  CGROUP,
  CONTAINER
}
