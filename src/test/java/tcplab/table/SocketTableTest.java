package tcplab.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tcplab.sockets.Snapshot;
import tcplab.sockets.SocketText;
import tcplab.sockets.SocketTextException;

class SocketTableTest {
  private static Snapshot snapshot() throws SocketTextException {
    return SocketText.parse(
        "LISTEN 3 128 0.0.0.0:3306 0.0.0.0:*\nESTAB 1 2 10.0.0.1:3306 10.0.0.2:40000 ino:7 users:((\"mysqld\",pid=812,fd=31))\n");
  }

  @Test
  void the_columns_are_those_of_the_data_dictionary_in_its_order() throws SocketTextException {
    assertThat(SocketTable.of(snapshot()).columnNames())
        .containsExactly(
            ("time_ns source netns family local local_port remote remote_port state recv_queue send_queue timer"
                    + " timer_ms retransmits uid inode cookie pid process fd congestion rtt_us rtt_var_us rto_us mss"
                    + " pmtu cwnd ssthresh bytes_acked bytes_received segments_in segments_out retransmits_total"
                    + " delivery_rate pacing_rate min_rtt_us accept_queue backlog")
                .split(" "));
  }

  @Test
  void missing_cells_are_empty_in_csv() throws SocketTextException {
    assertThat(CsvWriter.text(SocketTable.of(snapshot())).lines().skip(1))
        .containsExactly(
            ",text,,ipv4,0.0.0.0,3306,0.0.0.0,,LISTEN,,,,,,,,,,,,,,,,,,,,,,,,,,,,3,128",
            ",text,,ipv4,10.0.0.1,3306,10.0.0.2,40000,ESTABLISHED,1,2,,,,,7,,812,mysqld,31,,,,,,,,,,,,,,,,,,");
  }

  @Test
  void state_counts_have_all_eleven_states_with_their_meaning() throws SocketTextException {
    ColumnTable counts = StateCounts.of(snapshot());
    assertThat(counts.columnNames()).containsExactly("state", "sockets", "meaning");
    assertThat(counts.rows()).isEqualTo(11);
    assertThat(CsvWriter.text(counts)).contains("LISTEN,1,").contains("CLOSED,0,no connection");
  }

  @Test
  void rows_that_the_tool_cut_are_told_in_a_last_column() throws SocketTextException {
    Snapshot cut =
        SocketText.parse(
            "Proto Recv-Q Send-Q  Local Address      Foreign Address    (state)\n"
                + "tcp4       0      0  192.168.1.221.5486 140.82.113.26.443  ESTABLISHED\n");
    assertThat(SocketTable.of(cut).columnNames()).last().isEqualTo("cut");
  }
}
