package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import tcplab.capture.Packets;
import tcplab.connection.Connections;
import tcplab.connection.Conversation;
import tcplab.connection.Findings;
import tcplab.table.AnalysedPackets;
import tcplab.table.ColumnTable;
import tcplab.table.ConnectionCsv;
import tcplab.table.ConnectionTable;
import tcplab.table.ConversationTable;
import tcplab.table.EventTable;
import tcplab.table.FindingTable;
import tcplab.table.FindingText;
import tcplab.table.HandshakeTable;
import tcplab.table.IcmpTable;
import tcplab.table.PacketCsv;
import tcplab.table.PacketTable;
import tcplab.table.StateTable;
import tcplab.table.TeardownTable;

/** The tables that a capture gives, each with a command of its name. */
enum CaptureTable {
  /** One row per captured TCP segment. */
  PACKETS(
      List.of(
          "packet",
          "time_ns",
          "src",
          "src_port",
          "dst",
          "dst_port",
          "flags",
          "length",
          "events",
          "seq",
          "ack",
          "window",
          "connection",
          "sender",
          "sack")) {
    @Override
    void print(Connections connections, ConnectionChoice choice, TableOutput output)
        throws IOException {
      if (output.wantsWholeCsv() && !choice.isMade()) {
        output.print(stream -> PacketCsv.write(connections, stream));
      } else {
        super.print(connections, choice, output);
      }
    }

    @Override
    ColumnTable of(Connections connections, ConnectionChoice choice, boolean all) {
      Packets packets = connections.packets();
      AnalysedPackets analysed = new AnalysedPackets(connections);
      return choice.of(
          all ? PacketTable.all(packets, analysed) : PacketTable.of(packets, analysed));
    }
  },
  /** One row per connection. */
  CONNECTIONS(
      List.of(
          "connection",
          "client",
          "client_port",
          "server",
          "server_port",
          "handshake",
          "handshake_rtt_us",
          "bytes_client",
          "bytes_server",
          "retransmissions_client",
          "retransmissions_server",
          "teardown",
          "closed_first",
          "packets_client",
          "packets_server")) {
    @Override
    int print(CaptureInput input, ConnectionChoice choice, TableOutput output, PrintWriter err)
        throws IOException {
      try (ConnectionParts parts = new ConnectionParts(input, choice, output, err)) {
        return input.read(err, parts, parts::rest);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    void print(Connections connections, ConnectionChoice choice, TableOutput output)
        throws IOException {
      if (output.wantsWholeCsv() && !choice.isMade()) {
        output.print(stream -> ConnectionCsv.write(connections, stream));
      } else {
        super.print(connections, choice, output);
      }
    }

    @Override
    ColumnTable of(Connections connections, ConnectionChoice choice, boolean all) {
      return choice.of(all ? ConnectionTable.all(connections) : ConnectionTable.of(connections));
    }
  },
  /** One row per handshake. */
  HANDSHAKES(
      List.of(
          "connection",
          "client",
          "client_port",
          "server",
          "server_port",
          "variant",
          "rtt_us",
          "server_rtt_us",
          "client_rtt_us",
          "syn_retransmissions",
          "syn_ack_retransmissions",
          "mss_client",
          "mss_server")) {
    @Override
    ColumnTable of(Connections connections, ConnectionChoice choice, boolean all) {
      return choice.of(HandshakeTable.of(connections));
    }
  },
  /** One row per ending. */
  TEARDOWNS(
      List.of(
          "connection",
          "client",
          "client_port",
          "server",
          "server_port",
          "variant",
          "closed_first",
          "fin_wait_us",
          "half_closed_us",
          "last_ack_wait_us",
          "evidence")) {
    @Override
    ColumnTable of(Connections connections, ConnectionChoice choice, boolean all) {
      return choice.of(TeardownTable.of(connections));
    }
  },
  /** One row per state that an end was in. */
  STATES(
      List.of("connection", "side", "state", "packet", "time_ns", "duration_us", "basis", "why")) {
    @Override
    ColumnTable of(Connections connections, ConnectionChoice choice, boolean all) {
      return StateTable.of(connections, choice::wants);
    }
  },
  /** One row per event of a packet. */
  EVENTS(List.of("connection", "packet", "time_ns", "sender", "event", "evidence", "reference")) {
    @Override
    ColumnTable of(Connections connections, ConnectionChoice choice, boolean all) {
      return EventTable.of(connections, choice::wants);
    }
  },
  /** One row per ICMP error about a TCP segment. */
  ICMP(
      List.of(
          "packet",
          "time_ns",
          "reporter",
          "error",
          "mtu",
          "src",
          "src_port",
          "dst",
          "dst_port",
          "connection",
          "sender")) {
    @Override
    ColumnTable of(Connections connections, ConnectionChoice choice, boolean all) {
      return choice.of(IcmpTable.of(connections));
    }
  },
  /** One row per example of what stands out. */
  FINDINGS(List.of("severity", "finding", "connections", "connection", "example")) {
    @Override
    void print(Connections connections, ConnectionChoice choice, TableOutput output)
        throws IOException {
      if (output.isForReading()) {
        Findings findings = Findings.of(connections, 0);
        output.printText(width -> FindingText.of(findings, connections.count(), width));
      } else {
        super.print(connections, choice, output);
      }
    }

    @Override
    ColumnTable of(Connections connections, ConnectionChoice choice, boolean all) {
      return FindingTable.of(Findings.of(connections, 0));
    }
  },
  /** One row per client, server and port. */
  CONVERSATIONS(List.of()) {
    @Override
    ColumnTable of(Connections connections, ConnectionChoice choice, boolean all) {
      return ConversationTable.of(Conversation.of(connections));
    }
  };

  /** The columns that matter most to a reader at a terminal. */
  final List<String> first;

  CaptureTable(List<String> first) {
    this.first = first;
  }

  /** The command's name. */
  String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the capture and prints its table.
   *
   * @param err for messages and progress
   * @return the exit code
   */
  int print(CaptureInput input, ConnectionChoice choice, TableOutput output, PrintWriter err)
      throws IOException {
    return input.read(
        err, CaptureInput.Parts.NONE, packets -> print(input.connections(packets), choice, output));
  }

  void print(Connections connections, ConnectionChoice choice, TableOutput output)
      throws IOException {
    choice.check(connections.count());
    output.print(of(connections, choice, output.namesColumns()), first);
  }

  /**
   * The table.
   *
   * @param all with the columns that are shown on request only
   */
  abstract ColumnTable of(Connections connections, ConnectionChoice choice, boolean all);
}
