package tcplab.connection;

import java.util.List;
import java.util.Locale;

/**
 * Something in a capture that an engineer would want to know: what it is, how often it occurs, and
 * where it shows best.
 *
 * @param kind what it is
 * @param connections how many connections it concerns
 * @param examples where it shows best, worst first; at most {@link Findings#EXAMPLES}
 */
public record Finding(Kind kind, int connections, List<Example> examples) {
  /** Copies the examples. */
  public Finding {
    examples = List.copyOf(examples);
  }

  /**
   * One connection in which it shows.
   *
   * @param connection its number, 0-based
   * @param text what happened there, in one sentence with its figures
   * @param packets frame numbers of packets that show it, in order; some of many
   */
  public record Example(int connection, String text, List<Integer> packets) {
    /** Copies the frame numbers. */
    public Example {
      packets = List.copyOf(packets);
    }
  }

  /** How much a finding matters, most first. */
  public enum Severity {
    /** A connection did not come about, or broke. */
    FAILURE("failure"),
    /** Somebody waited. */
    DELAY("delay"),
    /** Worth knowing. */
    NOTICE("notice"),
    /** It says something of the capture, not of the network. */
    CAPTURE("about the capture");

    private final String words;

    Severity(String words) {
      this.words = words;
    }

    /** In words, for a report. */
    public String words() {
      return words;
    }
  }

  /** The kinds of findings, each with what it means and where that is written. */
  public enum Kind {
    /** Many ports tried in vain. */
    SCAN(
        Severity.FAILURE,
        "A host that tries many ports or many hosts",
        "Its attempts fail at one port after another, or at one host after another. A port scan"
            + " looks like this, and so does a client all of whose servers are down or behind a"
            + " firewall. The findings on refused and unanswered attempts count them too.",
        "RFC 4949 (port scan)"),
    /** SYNs without any answer. */
    UNANSWERED(
        Severity.FAILURE,
        "Connection attempts without an answer",
        "Nothing came back for the SYN, however often it was repeated. A firewall that drops"
            + " silently, a host that is down, or a way back that leads elsewhere look like this; a"
            + " closed port does not, it answers with a RST, and a firewall that rejects sends an ICMP"
            + " error (which a capture filtered for TCP does not hold).",
        "RFC 9293 §3.8.3"),
    /** ICMP for SYN. */
    UNREACHABLE(
        Severity.FAILURE,
        "Connection attempts that an ICMP error answered",
        "A router, a firewall or the host itself said why the SYN was not delivered. A firewall that"
            + " rejects says that the port is unreachable or the communication prohibited, the last"
            + " router that the host is, another one that there is no way. Linux gives up at once;"
            + " other systems try on.",
        "RFC 1122 §4.2.3.9, RFC 5461 §2"),
    /** RST for SYN. */
    REFUSED(
        Severity.FAILURE,
        "Connection attempts refused",
        "A RST answered the SYN: the host is there and nobody listens on that port, or a firewall"
            + " answers in its place.",
        "RFC 9293 §3.5.2"),
    /** SYN-ACK without ACK. */
    EMBRYONIC(
        Severity.FAILURE,
        "Handshakes that were never completed",
        "The SYN-ACK was not acknowledged. Many of them from many addresses are the mark of a SYN"
            + " flood; a few mean that the client's answer was lost or that the client went away.",
        "RFC 4987 §2"),
    /** Reset by an end. */
    ABORTED(
        Severity.FAILURE,
        "Connections that a RST ended",
        "An end gave up its connection at once: what was still on its way to it is lost. Possible"
            + " causes are data that its process had not read when it closed, SO_LINGER of 0, or a"
            + " process that ended; the packets do not tell which.",
        "RFC 9293 §3.10.5, RFC 1122 §4.2.2.13"),
    /** The peer stopped answering. */
    PEER_GONE(
        Severity.FAILURE,
        "Connections whose peer fell silent",
        "The last segments were repeated, or keep-alives sent, without any answer: the peer or the"
            + " way to it went away without a word.",
        "RFC 9293 §3.8.3, §3.8.4"),
    /** Handshake segments repeated. */
    SLOW_HANDSHAKE(
        Severity.DELAY,
        "Handshakes that had to be repeated",
        "A SYN, a SYN-ACK or the handshake's last ACK was lost. The first repeat comes after a"
            + " whole second, so the user waits that long before anything happens. A server whose"
            + " accept queue is full looks the same, and one that waits for the client's first data"
            + " (TCP_DEFER_ACCEPT) repeats its SYN-ACK too.",
        "RFC 6298 §5.7"),
    /** The server still held an earlier connection. */
    HALF_OPEN(
        Severity.DELAY,
        "Servers that still held an earlier connection on the same ports",
        "An ACK with other numbers answered the SYN: the server still held an earlier connection,"
            + " whose client had gone away without a word (a crash, a RST that was lost, a NAT that"
            + " forgot), or which is in TIME_WAIT. The client's RST ends that one, and the next SYN"
            + " opens the new one; where a firewall drops the RST, none opens.",
        "RFC 9293 §3.5.1, RFC 5961 §4.2"),
    /** Retransmission timeouts. */
    TIMEOUTS(
        Severity.DELAY,
        "Waits for the retransmission timer",
        "A segment was lost and nothing told its sender, so that only the timer did. Nothing flows"
            + " meanwhile, and sending starts again from one segment.",
        "RFC 6298 §5, RFC 5681 §3.1"),
    /** Many repeats. */
    RETRANSMISSIONS(
        Severity.DELAY,
        "Many repeated segments",
        "One in a hundred segments or more was sent again: there is loss between the ends, or what"
            + " seems to be loss (see spurious repeats in the packets' events).",
        "RFC 9293 §3.8.1, RFC 5681 §3.2"),
    /** The reader's buffer was full. */
    ZERO_WINDOW(
        Severity.DELAY,
        "Receivers without room",
        "An end announced a window of 0: its process reads more slowly than the data arrives, and"
            + " the sender has to stop. The network is not at fault.",
        "RFC 9293 §3.8.6"),
    /** Every round trip is long. */
    SLOW_WAY(
        Severity.DELAY,
        "Round trips of more than 300 ms",
        "Even the quickest answer took that long, so every handshake and every request waits for"
            + " it: a long way (a satellite), a slow link, or a queue on the way that is never"
            + " empty.",
        "RFC 2488 §2"),
    /** One side closed, the other did not. */
    HALF_CLOSED(
        Severity.NOTICE,
        "Connections closed by one side only",
        "One end sent its FIN, the other had not sent its own when the capture ended: that end is"
            + " in CLOSE_WAIT, and stays there until its process closes the socket.",
        "RFC 9293 §3.6"),
    /** FIN, then RST. */
    RST_AFTER_FIN(
        Severity.NOTICE,
        "A RST after a FIN",
        "One end had closed when the other still sent, or closed with data unread: a RST answers"
            + " what comes too late. Clients that do not wait for the end of an answer do this.",
        "RFC 9293 §3.6.1"),
    /** ICMP errors for a connection that is open. */
    PATH_ERRORS(
        Severity.NOTICE,
        "Segments that a router could not deliver",
        "An ICMP error came back for a segment of an open connection. TCP goes on and repeats it; when"
            + " it was too long for the way, in shorter segments. Where a firewall drops these"
            + " errors, long segments vanish and short ones pass.",
        "RFC 1122 §4.2.3.9, RFC 1191, RFC 8201"),
    /** Data was missing at a receiver, and no repeat is in the file. */
    GAPS(
        Severity.NOTICE,
        "Receivers that report a gap",
        "The same acknowledgement came again and again: what had arrived before was complete, and"
            + " the next octets were lost or overtaken. No repeat is in the file.",
        "RFC 5681 §3.2"),
    /** Overtaken segments. */
    REORDERING(
        Severity.NOTICE,
        "Segments that were overtaken",
        "One in a hundred segments or more arrived out of order: they take different ways, or some"
            + " device on the way works in parallel. Strong reordering is taken for loss.",
        "RFC 9293 §3.10.7.4, RFC 8985 §1"),
    /** Round-trip time grows under load. */
    QUEUEING(
        Severity.NOTICE,
        "Round trips that became ten times as long",
        "The slowest answer took more than ten times as long as the quickest and more than 100 ms:"
            + " segments wait in a queue on the way, or the receiving system is slow. A receiver that"
            + " only keeps back its acknowledgement of a single segment is not counted.",
        "RFC 7567 §1"),
    /** The server took its time. */
    SLOW_ANSWER(
        Severity.NOTICE,
        "Servers that took their time to answer",
        "The server's system had acknowledged the request, and the first octet of the answer came"
            + " half a second later or more: its process was busy or waited for another. The"
            + " network is not at fault. Where servers speak unasked, as in chats, it is no fault"
            + " at all.",
        "RFC 9293 §3.8.6.3"),
    /** The server keeps TIME_WAIT. */
    SERVER_CLOSES(
        Severity.NOTICE,
        "The server closes first",
        "Who closes first stays in TIME_WAIT for 2 MSL. That is right and does no harm to a"
            + " listening server; where the client closes first, its ports for outgoing connections"
            + " are what may run out.",
        "RFC 9293 §3.6.1"),
    /** No window scaling, or no SACK. */
    OLD_OPTIONS(
        Severity.NOTICE,
        "Handshakes that did not agree on SACK or window scaling",
        "Without window scaling no more than 65,535 octets can be on their way, without SACK a"
            + " sender learns of one loss per round trip. Old systems and some middleboxes do this.",
        "RFC 7323 §2, RFC 2018"),
    /** The same packet twice. */
    CAPTURED_TWICE(
        Severity.CAPTURE,
        "Packets that were captured twice",
        "A mirror port or several interfaces gave the same packet more than once. The copies are"
            + " not counted as repeats.",
        "RFC 6864 §4"),
    /** Octets that the capture missed. */
    CAPTURE_LOSS(
        Severity.CAPTURE,
        "The capture missed packets",
        "Octets were acknowledged that are not in the file: the capture lost them, not the network."
            + " What seems to be missing here proves nothing.",
        "RFC 9293 §3.4"),
    /** No SYN. */
    MIDDLE_OF_STREAM(
        Severity.CAPTURE,
        "Connections that were open when the capture began",
        "Their handshakes are not in the file: window scale, MSS and the first sequence numbers are"
            + " not known, and who is the client is a guess.",
        "RFC 9293 §3.5");

    private final Severity severity;
    private final String title;
    private final String meaning;
    private final String reference;

    Kind(Severity severity, String title, String meaning, String reference) {
      this.severity = severity;
      this.title = title;
      this.meaning = meaning;
      this.reference = reference;
    }

    /** How much it matters. */
    public Severity severity() {
      return severity;
    }

    /** A heading. */
    public String title() {
      return title;
    }

    /** What it means and where it may come from, in a few sentences. */
    public String meaning() {
      return meaning;
    }

    /** RFC and section. */
    public String reference() {
      return reference;
    }

    /** The lower-case name, as the tables write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
