package tcplab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import tcplab.FaqAnswer.Exhibit;
import tcplab.capture.CaptureException;
import tcplab.dataframe.Dataframe;
import tcplab.simulation.ExplorerExperiments;
import tcplab.simulation.PartExperiments;
import tcplab.table.ExplorerTable;
import tcplab.table.PartTable;
import tcplab.table.ReliabilityTable;
import tech.tablesaw.api.Table;

/**
 * Four questions about TCP, answered by experiment: what an explorer finds when it tries every
 * order, and what was recorded of two Linux kernels.
 *
 * <pre>{@code
 * Faq.whyThreeWay()
 * Faq.segmentStructure("data/handshake_close.client.pcap", 2)
 * }</pre>
 */
public final class Faq {
  private Faq() {}

  /**
   * Why does opening take three segments, not two and not four? See {@link #whyThreeWay(int)}.
   *
   * @throws IOException when the jar's recordings cannot be read
   */
  public static FaqAnswer whyThreeWay() throws IOException {
    return whyThreeWay(ExplorerExperiments.IN_FLIGHT);
  }

  /**
   * Why does opening take three segments, not two and not four? Two-way, three-way and four-way are
   * explored under six sets of assumptions; the recording shows what becomes of a lost SYN-ACK (RFC
   * 9293 §3.5).
   *
   * @param inFlight how many segments may be on their way at once, 2 to 5; each more takes about a
   *     hundred times as long
   * @throws IllegalArgumentException when it is out of that range
   * @throws IOException when the jar's recordings cannot be read
   */
  public static FaqAnswer whyThreeWay(int inFlight) throws IOException {
    Capture client = FaqRecordings.open("syn_ack_lost.client");
    Capture server = FaqRecordings.open("syn_ack_lost.server");
    return new FaqAnswer(
        "Why three segments, not two and not four?",
        ExplorerExperiments.explore(ExplorerExperiments.handshakes(inFlight)),
        List.of(
            Exhibit.of("Recorded: the SYN-ACK is lost, both repeat", client.ladder(0, server)),
            Exhibit.of("The same in numbers", Lab.row(client.handshakes(), 0))));
  }

  /**
   * Why is TCP called reliable? The same fault with each part of TCP and without it, in the
   * simulator; and what two Linux kernels did when a network lost, doubled and reordered their
   * segments, and when the reader stopped reading.
   *
   * @throws IOException when the jar's recordings cannot be read
   */
  public static FaqAnswer whyReliable() throws IOException {
    List<Exhibit> exhibits = new ArrayList<>();
    exhibits.add(Exhibit.of("Tried: the same fault with each part of TCP and without it", parts()));
    Table summary = Dataframe.of(ReliabilityTable.of(FaqEvidence.reliability()));
    exhibits.add(Exhibit.of("Recorded: what the network did, and what TCP did about it", summary));
    for (FaqEvidence evidence : FaqEvidence.values()) {
      exhibits.add(Exhibit.of("Recorded: " + evidence.fault(), evidence.ladder()));
      exhibits.add(Exhibit.of("Its events", evidence.events()));
    }
    return new FaqAnswer("Why is TCP called reliable?", List.of(), exhibits);
  }

  /**
   * The same fault with each part of TCP and without it, in the simulator: the first table of
   * {@link #whyReliable}.
   */
  public static Table parts() {
    return Dataframe.of(PartTable.of(PartExperiments.all()));
  }

  /**
   * What is in a segment's header? The first segment of a recorded connection, a SYN with its
   * options.
   *
   * @throws IOException when the jar's recordings cannot be read
   */
  public static FaqAnswer segmentStructure() throws IOException {
    return segmentStructure(FaqRecordings.open("handshake_close.client"), 1);
  }

  /**
   * What is in a segment's header? See {@link #segmentStructure(Capture, int)}.
   *
   * @param file a capture file
   * @param packet the 1-based frame number
   * @throws CaptureException when the file cannot be read, or has no such frame
   * @throws NoSuchElementException when there is no TCP header in the frame
   */
  public static FaqAnswer segmentStructure(String file, int packet) throws CaptureException {
    return segmentStructure(Capture.open(file), packet);
  }

  /**
   * What is in a segment's header? A captured one bit by bit: where each field and each of the nine
   * flags begins, its value, what it is for and where that is written, options included (RFC 9293
   * §3.1, 3168, 9768).
   *
   * @param packet the 1-based frame number
   * @throws CaptureException when the capture has no such frame
   * @throws NoSuchElementException when there is no TCP header in the frame, or the capture came
   *     from text
   */
  public static FaqAnswer segmentStructure(Capture capture, int packet) throws CaptureException {
    return new FaqAnswer(
        "What is in a segment's header?",
        List.of(),
        List.of(
            Exhibit.of("The header, 32 bits a row", capture.segment(packet)),
            Exhibit.of("Field by field", capture.header(packet))));
  }

  /**
   * Why does the side that closes first wait 2 MSL? TIME_WAIT of several lengths is explored
   * against losses, an adversary's numbers and old RSTs; recordings show TIME_WAIT at work and how
   * long Linux makes it (RFC 9293 §3.6.1, RFC 1337).
   *
   * @throws IOException when the jar's recordings cannot be read
   */
  public static FaqAnswer whyTwoMsl() throws IOException {
    Capture client = FaqRecordings.open("last_ack_lost.client");
    Capture server = FaqRecordings.open("last_ack_lost.server");
    Table least = Dataframe.of(ExplorerTable.leastTimeWaits(ExplorerExperiments.leastTimeWaits()));
    return new FaqAnswer(
        "Why wait 2 MSL?",
        ExplorerExperiments.explore(ExplorerExperiments.timeWaits()),
        List.of(
            Exhibit.of("The shortest TIME_WAIT that holds, found by trying, in ticks", least),
            Exhibit.of("Recorded: the last ACK is lost", client.ladder(0, server)),
            Exhibit.of("The states of both ends", client.states(0)),
            Exhibit.of("How long Linux stays in TIME_WAIT", watchedTimeWait())));
  }

  /**
   * How long Linux stays in TIME_WAIT: a connection's states, watched in /proc/net/tcp to the end.
   *
   * @return columns {@code end} (client, server), {@code state}, {@code seconds}
   * @throws IOException when the jar's recordings cannot be read
   */
  public static Table watchedTimeWait() throws IOException {
    return FaqRecordings.watched("time_wait_full");
  }

  /**
   * What {@link #whyReliable} counts, free of dataframes.
   *
   * @throws IOException when the jar's recordings cannot be read
   */
  public static List<ReliabilityTable.Row> reliability() throws IOException {
    return FaqEvidence.reliability();
  }
}
