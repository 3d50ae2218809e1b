package tcplab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tcplab.connection.Connections;
import tcplab.connection.Side;
import tcplab.plot.Picture;
import tcplab.table.ReliabilityTable;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A fault of the network and the recording of what TCP did about it: what {@link Faq#whyReliable}
 * shows. A simulated run of the same fault belongs beside it.
 */
enum FaqEvidence {
  /** A loss, repaired by the sender. */
  LOSS("retransmission", "a data segment is lost", true),
  /** A copy, dropped by the receiver. */
  COPY("duplicate", "a data segment arrives twice", true),
  /** A late segment, kept by the receiver for its place. */
  REORDERING("reordering", "a data segment arrives after later ones", true),
  /** A reader that does not read: the window closes. */
  OVERLOAD("zero_window", "the receiver does not read for two seconds", false);

  private static final int MANY = 40;

  private final String recording;
  private final String fault;
  private final boolean bothEnds;

  FaqEvidence(String recording, String fault, boolean bothEnds) {
    this.recording = recording;
    this.fault = fault;
    this.bothEnds = bothEnds;
  }

  String fault() {
    return fault;
  }

  private Capture client() throws IOException {
    return FaqRecordings.open(recording + ".client");
  }

  /** The connection as a ladder, drawn from both ends' captures where both are there. */
  Picture ladder() throws IOException {
    return bothEnds
        ? client().ladder(0, FaqRecordings.open(recording + ".server"))
        : client().ladder(0);
  }

  /** The segments to which something happened, at the receiver where its capture is there. */
  Table events() throws IOException {
    Capture capture = bothEnds ? FaqRecordings.open(recording + ".server") : client();
    Table packets = capture.allPacketColumns();
    Table special =
        packets.where(
            packets
                .stringColumn("events")
                .isNotMissing()
                .or(packets.stringColumn("dsack").isNotMissing()));
    Table shown =
        special.selectColumns(
            "packet", "sender", "flags", "seq", "ack", "length", "window", "sack", "dsack",
            "events");
    List<String> empty = new ArrayList<>();
    for (Column<?> column : shown.columns()) {
      if (column.countMissing() == column.size()) {
        empty.add(column.name());
      }
    }
    return shown.removeColumns(empty.toArray(String[]::new)).first(MANY);
  }

  /** One row per fault. */
  static List<ReliabilityTable.Row> reliability() throws IOException {
    List<ReliabilityTable.Row> rows = new ArrayList<>();
    for (FaqEvidence evidence : values()) {
      Connections sent = FaqRecordings.analysed(evidence.recording + ".client");
      Connections arrived =
          evidence.bothEnds ? FaqRecordings.analysed(evidence.recording + ".server") : sent;
      rows.add(
          new ReliabilityTable.Row(evidence.recording, evidence.fault, sent, arrived, Side.CLIENT));
    }
    return rows;
  }
}
