package tcplab.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static tcplab.tcp.Flags.ACK;
import static tcplab.tcp.Flags.FIN;
import static tcplab.tcp.Flags.PSH;
import static tcplab.tcp.Flags.SYN;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.capture.PacketsBuilder;
import tcplab.connection.Connection;
import tcplab.connection.Connections;

class ConnectionTablesTest {
  private static final long START = 1_700_000_000_000_000_000L;
  private static final Packets.Options SYN_OPTIONS =
      new Packets.Options(1460, 7, true, new int[0], Packets.ABSENT);

  private final PacketsBuilder builder = Packets.builder();
  private long time = START;

  private ConnectionTablesTest client(int seq, int ack, int flags, int length) {
    time += 5_000_000;
    builder.add(time, "10.0.0.1", 40000, "10.0.0.2", 80, seq, ack, flags, 500, length);
    return this;
  }

  private ConnectionTablesTest server(int seq, int ack, int flags, int length) {
    time += 25_000_000;
    builder.add(time, "10.0.0.2", 80, "10.0.0.1", 40000, seq, ack, flags, 500, length);
    return this;
  }

  /** A whole connection, and one packet of another whose opening is not there. */
  private Connections recorded() {
    client(0x80000000, 0, SYN, 0);
    builder.options(SYN_OPTIONS);
    server(700, 0x80000001, SYN | ACK, 0);
    builder.options(SYN_OPTIONS);
    client(0x80000001, 701, ACK, 0).client(0x80000001, 701, ACK | PSH, 100);
    server(701, 0x80000065, ACK, 0);
    client(0x80000065, 701, FIN | ACK, 0).server(701, 0x80000066, FIN | ACK, 0);
    client(0x80000066, 702, ACK, 0);
    builder.add(time, "10.0.0.1", 40001, "10.0.0.2", 80, 9, 9, ACK, 500, 3);
    return Connections.of(builder.build());
  }

  private static String cell(ColumnTable table, String column, int row) {
    StringBuilder text = new StringBuilder();
    table.column(column).append(row, text);
    return table.column(column).isMissing(row) ? "missing" : text.toString();
  }

  @Test
  void the_connections_table_has_the_data_dictionarys_columns_in_its_order() {
    ColumnTable table = ConnectionTable.of(recorded());
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.columnNames())
        .startsWith(
            "connection",
            "client",
            "client_port",
            "server",
            "server_port",
            "first_packet",
            "last_packet",
            "start_ns",
            "end_ns",
            "packets_client",
            "bytes_client",
            "unique_bytes_client",
            "retransmissions_client",
            "out_of_order_client",
            "duplicate_acks_client",
            "zero_windows_client",
            "mss_client",
            "window_scale_client",
            "syn_seen_client",
            "rtt_min_us_client",
            "rtt_avg_us_client",
            "rtt_max_us_client",
            "max_in_flight_bytes_client",
            "states_client",
            "packets_server")
        .endsWith(
            "handshake",
            "handshake_rtt_us",
            "teardown",
            "closed_first",
            "orientation",
            "capture_point",
            "conn_state",
            "history",
            "capture_loss_bytes",
            "zero_window_us_client",
            "throughput_bytes_per_s_client",
            "goodput_bytes_per_s_client",
            "zero_window_us_server",
            "throughput_bytes_per_s_server",
            "goodput_bytes_per_s_server")
        .hasSize(9 + 2 * 15 + 9 + 2 * 3);
  }

  @Test
  void a_whole_connection_has_a_value_in_every_column() {
    ColumnTable table = ConnectionTable.of(recorded());
    assertThat(table.columns().stream().filter(column -> column.isMissing(0)).map(Column::name))
        .isEmpty();
    assertThat(cell(table, "start_ns", 0)).isEqualTo(Long.toString(START + 5_000_000));
    assertThat(cell(table, "bytes_client", 0)).isEqualTo("100");
    assertThat(cell(table, "mss_server", 0)).isEqualTo("1460");
    assertThat(cell(table, "rtt_min_us_client", 0)).isEqualTo("25000");
    assertThat(cell(table, "rtt_avg_us_client", 0)).isEqualTo("25000.0");
    assertThat(cell(table, "handshake", 0)).isEqualTo("complete");
    assertThat(cell(table, "handshake_rtt_us", 0)).isEqualTo("30000");
    assertThat(cell(table, "teardown", 0)).isEqualTo("three_segments");
    assertThat(cell(table, "closed_first", 0)).isEqualTo("client");
    assertThat(cell(table, "states_server", 0))
        .isEqualTo("SYN_RECEIVED ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED");
    assertThat(cell(table, "conn_state", 0)).isEqualTo("SF");
  }

  @Test
  void what_the_packets_do_not_tell_is_missing_and_never_zero() {
    ColumnTable table = ConnectionTable.of(recorded());
    for (String column :
        new String[] {
          "mss_client", "window_scale_server", "rtt_min_us_client", "rtt_avg_us_server",
          "max_in_flight_bytes_client", "states_server", "handshake_rtt_us", "capture_point"
        }) {
      assertThat(cell(table, column, 1)).as(column).isEqualTo("missing");
    }
    assertThat(cell(table, "retransmissions_client", 1)).isEqualTo("0");
  }

  @Test
  void the_handshakes_table_keeps_sequence_numbers_unsigned() {
    ColumnTable table = HandshakeTable.of(recorded());
    assertThat(table.columnNames())
        .containsExactly(
            "connection",
            "client",
            "client_port",
            "server",
            "server_port",
            "variant",
            "syn_packet",
            "syn_ack_packet",
            "ack_packet",
            "syn_ns",
            "client_isn",
            "server_isn",
            "rtt_us",
            "server_rtt_us",
            "client_rtt_us",
            "syn_retransmissions",
            "syn_ack_retransmissions",
            "mss_client",
            "mss_server",
            "window_scale_client",
            "window_scale_server",
            "sack",
            "timestamps",
            "syn_retry_us",
            "syn_ack_retry_us",
            "cookie_hint");
    assertThat(cell(table, "client_isn", 0)).isEqualTo("2147483648");
    assertThat(cell(table, "server_rtt_us", 0)).isEqualTo("25000");
    assertThat(cell(table, "client_rtt_us", 0)).isEqualTo("5000");
    assertThat(cell(table, "sack", 0)).isEqualTo("true");
    assertThat(cell(table, "timestamps", 0)).isEqualTo("false");
    assertThat(cell(table, "variant", 1)).isEqualTo("middle_of_stream");
    assertThat(cell(table, "syn_packet", 1)).isEqualTo("missing");
    assertThat(cell(table, "sack", 1)).isEqualTo("missing");
  }

  @Test
  void the_states_table_says_why_and_on_what_basis() {
    Connections connections = recorded();
    ColumnTable table = StateTable.of(connections);
    assertThat(table.columnNames())
        .containsExactly(
            "connection", "side", "state", "packet", "time_ns", "duration_us", "why", "basis");
    assertThat(cell(table, "state", 0)).isEqualTo("SYN_SENT");
    assertThat(cell(table, "duration_us", 0)).isEqualTo("25000");
    assertThat(cell(table, "basis", 0)).isEqualTo("seen");
    assertThat(cell(table, "why", 0)).contains("RFC 9293");
    assertThat(StateTable.of(connections.connection(1)).rows()).isEqualTo(2);
    assertThat(cell(StateTable.of(connections.connection(1)), "basis", 1)).isEqualTo("unknown");
  }

  @Test
  void the_packets_table_takes_connection_sender_and_events_from_the_analysis() {
    Connections connections = recorded();
    ColumnTable table = PacketTable.all(connections.packets(), new AnalysedPackets(connections));
    assertThat(cell(table, "connection", 8)).isEqualTo("1");
    assertThat(cell(table, "sender", 1)).isEqualTo("server");
    assertThat(cell(table, "events", 0)).isEqualTo("missing");
    assertThat(cell(table, "window_bytes", 3)).isEqualTo(Integer.toString(500 << 7));
    assertThat(cell(table, "bytes_in_flight", 3)).isEqualTo("100");
    assertThat(cell(table, "rtt_us", 4)).isEqualTo("25000");
    assertThat(cell(table, "rtt_us", 3)).isEqualTo("missing");
  }

  @Test
  void the_connections_table_has_more_columns_on_request() {
    ColumnTable table = ConnectionTable.all(recorded());
    assertThat(table.columnNames())
        .hasSize(54 + 2 * 9)
        .endsWith(
            "srtt_us_server",
            "rto_us_server",
            "linux_srtt_us_server",
            "linux_rto_us_server",
            "timestamp_rtt_min_us_server",
            "cwnd_max_segments_server",
            "window_limited_us_server",
            "congestion_limited_us_server",
            "application_limited_us_server");
    assertThat(cell(table, "srtt_us_client", 0)).isEqualTo("25000");
    assertThat(cell(table, "rto_us_client", 0)).isEqualTo("1000000");
    assertThat(cell(table, "linux_rto_us_client", 0)).isEqualTo("225000");
    assertThat(cell(table, "cwnd_max_segments_client", 0)).isEqualTo("10");
    assertThat(cell(table, "application_limited_us_client", 0)).isEqualTo("35000");
    assertThat(cell(table, "timestamp_rtt_min_us_client", 0)).isEqualTo("missing");
    assertThat(cell(table, "srtt_us_client", 1)).isEqualTo("missing");
  }

  @Test
  void the_teardowns_table_has_who_when_and_how_long() {
    ColumnTable table = TeardownTable.of(recorded());
    assertThat(table.columnNames())
        .containsExactly(
            "connection",
            "client",
            "client_port",
            "server",
            "server_port",
            "variant",
            "closed_first",
            "first_fin_ns",
            "second_fin_ns",
            "last_ack_ns",
            "reset_ns",
            "fin_wait_us",
            "half_closed_us",
            "last_ack_wait_us",
            "evidence");
    assertThat(cell(table, "variant", 0)).isEqualTo("three_segments");
    assertThat(cell(table, "closed_first", 0)).isEqualTo("client");
    assertThat(cell(table, "fin_wait_us", 0)).isEqualTo("25000");
    assertThat(cell(table, "half_closed_us", 0)).isEqualTo("25000");
    assertThat(cell(table, "last_ack_wait_us", 0)).isEqualTo("5000");
    assertThat(cell(table, "evidence", 0)).isEqualTo("6 7 8");
    assertThat(cell(table, "variant", 1)).isEqualTo("still_open");
    assertThat(cell(table, "half_closed_us", 1)).isEqualTo("missing");
  }

  @Test
  void the_series_tables_have_packet_time_and_side_to_plot_by() {
    Connection connection = recorded().connection(0);
    List<ColumnTable> tables =
        List.of(
            SeriesTable.rtt(connection.rtt()),
            SeriesTable.repeats(connection.repeats()),
            SeriesTable.inFlight(connection.inFlight()),
            SeriesTable.window(connection.window()),
            SeriesTable.sequence(connection.sequence()),
            SeriesTable.cwnd(connection.cwnd()),
            SeriesTable.limits(connection.limits()));
    for (ColumnTable table : tables) {
      assertThat(table.columnNames()).startsWith("packet", "time_ns", "side");
    }
    assertThat(tables.get(1).rows()).isZero();
    ColumnTable rtt = tables.get(0);
    assertThat(cell(rtt, "side", 0)).isEqualTo("client");
    assertThat(cell(rtt, "rtt_us", 0)).isEqualTo("25000");
    assertThat(cell(rtt, "answers", 0)).isEqualTo("1");
    assertThat(cell(rtt, "path", 0)).isEqualTo("whole");
    assertThat(cell(rtt, "timestamp_rtt_us", 0)).isEqualTo("missing");
    ColumnTable sequence = tables.get(4);
    assertThat(cell(sequence, "position", 3)).isEqualTo("1");
    assertThat(cell(sequence, "end_position", 3)).isEqualTo("101");
    assertThat(cell(sequence, "edge_position", 4)).isEqualTo(Integer.toString(101 + (500 << 7)));
  }

  @Test
  void throughput_has_two_rows_for_each_interval_also_for_empty_ones() {
    Connection connection = recorded().connection(0);
    ColumnTable table = SeriesTable.throughput(connection.throughput(Duration.ofMillis(10)));
    assertThat(table.rows()).isEqualTo(2 * 10);
    assertThat(cell(table, "bytes", 2 * 3)).isEqualTo("100");
    assertThat(cell(table, "throughput_bytes_per_s", 2 * 3)).isEqualTo("10000.0");
    assertThat(cell(table, "packets", 2)).isEqualTo("0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeriesTable.throughput(connection.throughput(Duration.ZERO)))
        .withMessage("the interval is PT0S; it must be above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeriesTable.throughput(connection.throughput(Duration.ofNanos(1))))
        .withMessageEndingWith("1000000 are the limit: take longer ones");
    assertThat(SeriesTable.throughput(connection.throughput(Duration.ofDays(1_000_000))).rows())
        .isEqualTo(2);
  }

  @Test
  void the_events_table_has_a_row_an_event_with_its_rule_and_proof() {
    client(100, 0, SYN, 0).server(700, 101, SYN | ACK, 0).client(101, 701, ACK, 0);
    client(101, 701, ACK | PSH, 10);
    time += 300_000_000;
    client(101, 701, ACK | PSH, 10);
    builder.add(time, "10.0.0.1", 40001, "10.0.0.2", 80, 9, 9, ACK, 500, 3);
    Connections connections = Connections.of(builder.build());

    ColumnTable table = EventTable.of(connections, number -> true);

    assertThat(table.columnNames())
        .containsExactly(
            "connection", "packet", "time_ns", "sender", "event", "rule", "reference", "evidence");
    assertThat(cell(table, "packet", 0)).isEqualTo("5");
    assertThat(cell(table, "event", 0)).isEqualTo("retransmission");
    assertThat(cell(table, "event", 1)).isEqualTo("rto_retransmission");
    assertThat(cell(table, "reference", 1)).isEqualTo("RFC 6298 §5");
    assertThat(cell(table, "evidence", 1)).isEqualTo("2 4");
    assertThat(EventTable.of(connections, number -> number == 1).rows()).isZero();
  }

  @Test
  void the_events_of_a_recording_are_those_of_its_packets() throws Exception {
    Path data =
        Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
            .resolve("notebooks/data");
    for (String name : List.of("losses", "zero_window", "keep_alive", "duplicate", "syn_lost")) {
      Connections connections =
          Connections.of(CaptureFile.read(data.resolve(name + ".server.pcap")));
      int events = 0;
      for (int row = 0; row < connections.packets().size(); row++) {
        events += Integer.bitCount(connections.events(row));
      }
      assertThat(EventTable.of(connections, number -> true).rows()).as(name).isEqualTo(events);
    }
  }
}
