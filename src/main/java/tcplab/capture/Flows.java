package tcplab.capture;

/** The pairs of endpoints of a capture, numbered in order of first packet. */
interface Flows {
  int size();

  /** The address of the first packet's sender ({@code first}), or of its receiver. */
  String address(int flow, boolean first);

  int port(int flow, boolean first);
}
