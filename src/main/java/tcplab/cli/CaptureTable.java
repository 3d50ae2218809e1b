package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import tcplab.capture.Packets;
import tcplab.connection.Connections;
import tcplab.table.AnalysedPackets;
import tcplab.table.ConnectionTable;
import tcplab.table.HandshakeTable;
import tcplab.table.PacketCsv;
import tcplab.table.PacketTable;
import tcplab.table.TeardownTable;

/** The tables that a capture gives, each with a command of its name. */
enum CaptureTable {
  /** One row per captured TCP segment. */
  PACKETS(
      List.of(
          "packet",
          "src",
          "src_port",
          "dst",
          "dst_port",
          "flags",
          "seq",
          "ack",
          "window",
          "length",
          "connection",
          "sender",
          "events",
          "sack",
          "time_ns")) {
    @Override
    void print(Connections connections, TableOutput output) throws IOException {
      if (output.wantsWholeCsv()) {
        output.print(stream -> PacketCsv.write(connections, stream));
      } else {
        Packets packets = connections.packets();
        AnalysedPackets analysed = new AnalysedPackets(connections);
        output.print(
            output.namesColumns()
                ? PacketTable.all(packets, analysed)
                : PacketTable.of(packets, analysed),
            first);
      }
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
    int print(CaptureInput input, TableOutput output, PrintWriter err) throws IOException {
      try (ConnectionParts parts = new ConnectionParts(input, output, err)) {
        return input.read(err, parts, parts::rest);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    void print(Connections connections, TableOutput output) throws IOException {
      output.print(
          output.namesColumns()
              ? ConnectionTable.all(connections)
              : ConnectionTable.of(connections),
          first);
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
    void print(Connections connections, TableOutput output) throws IOException {
      output.print(HandshakeTable.of(connections), first);
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
    void print(Connections connections, TableOutput output) throws IOException {
      output.print(TeardownTable.of(connections), first);
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
  int print(CaptureInput input, TableOutput output, PrintWriter err) throws IOException {
    return input.read(
        err, CaptureInput.Parts.NONE, packets -> print(input.connections(packets), output));
  }

  abstract void print(Connections connections, TableOutput output) throws IOException;
}
