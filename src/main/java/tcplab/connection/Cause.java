package tcplab.connection;

/** What makes an end enter a state, with the section of RFC 9293 that says so. */
enum Cause {
  SENT_SYN("it sent a SYN: active open", "§3.10.1"),
  SENT_SYN_ACK("a SYN came, and it answered with its own SYN", "§3.10.7.2"),
  ANSWER_NOT_CAPTURED(
      "the peer acknowledges its SYN, which the capture does not hold", "§3.10.7.2"),
  GOT_SYN("a SYN came while its own was on the way: simultaneous open", "§3.10.7.3"),
  GOT_SYN_ACK("its SYN was acknowledged, and the peer's SYN came", "§3.10.7.3"),
  GOT_ACK_OF_SYN("its SYN was acknowledged", "§3.10.7.4"),
  ACTED_ESTABLISHED("it sends what only an established end sends", "§3.10.7.4"),
  MIDDLE("the capture begins in the middle of the connection", "§3.3.2"),
  SENT_FIN("it sent a FIN: close", "§3.10.4"),
  GOT_FIN("the peer's FIN came", "§3.10.7.4"),
  GOT_ACK_OF_FIN("its FIN was acknowledged", "§3.10.7.4"),
  SENT_RST("it sent a RST: abort", "§3.10.5"),
  GOT_RST("the peer's RST came", "§3.10.7.4"),
  UNREACHABLE("an ICMP error said that its SYN did not arrive", "§3.9.2.2"),
  FORGOTTEN("it opened the next connection on these ports, and knew nothing of this one", "§3.5.1"),
  RST_INTO_SILENCE(
      "the peer sent a RST after this end had stopped answering: nothing tells whether it came",
      "§3.8.4"),
  REFUSED("it answered a SYN with a RST: nobody listens", "§3.10.7.1");

  private final String text;
  private final String section;

  Cause(String text, String section) {
    this.text = text;
    this.section = section;
  }

  String text() {
    return text + " (RFC 9293 " + section + ")";
  }
}
