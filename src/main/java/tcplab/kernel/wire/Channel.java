package tcplab.kernel.wire;

/** The sockets that carry messages. */
public enum Channel {
  /** Requests of the notebook. */
  SHELL,
  /** Requests that must not wait for a running cell. */
  CONTROL,
  /** Questions to the reader, and their answers. */
  STDIN,
  /** All that is published. */
  IOPUB
}
