package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What becomes of a text that is no socket table, or only in part. */
class SocketTextFaultsTest {
  private static final String NETSTAT_HEADER =
      "Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name\n";

  private static Snapshot one(String text) throws SocketTextException {
    Snapshot snapshot = SocketText.parse(text);
    assertThat(snapshot.size()).as(text).isEqualTo(1);
    return snapshot;
  }

  @Test
  void text_without_a_table_is_an_error_with_advice() {
    for (String text :
        new String[] {"", "\n\n", "hello world\n", "Proto is a word\n", "tcp\n", "a,b\n1,2\n"}) {
      assertThatThrownBy(() -> SocketText.parse(text, "notes.txt"))
          .as(text)
          .isInstanceOf(SocketTextException.class)
          .hasMessageContaining("notes.txt: line ")
          .hasMessageContaining("ss -tan");
    }
  }

  @Test
  void a_table_of_broken_rows_names_the_line() {
    assertThatThrownBy(
            () -> SocketText.parse(NETSTAT_HEADER + "tcp 0 0 127.0.0.1:99999 what LISTEN\n", "x"))
        .isInstanceOfSatisfying(SocketTextException.class, e -> assertThat(e.line()).isEqualTo(2));
  }

  @Test
  void broken_rows_beside_whole_ones_are_counted() throws SocketTextException {
    Snapshot read =
        one(
            NETSTAT_HEADER
                + "tcp 0 0 127.0.0.1:99999 what LISTEN\ntcp 0 0 1.2.3.4:5 6.7.8.9:10 LISTEN\n");
    assertThat(read.notes())
        .anyMatch(note -> note.contains("1 rows could not be read") && note.contains("line 2"));
  }

  @Test
  void a_row_of_the_table_that_makes_no_sense_is_counted_and_not_passed_over()
      throws SocketTextException {
    Snapshot read =
        one(NETSTAT_HEADER + "tcp FOO 0 0 nothing here\ntcp 0 0 1.2.3.4:5 6.7.8.9:10 LISTEN\n");
    assertThat(read.notes())
        .anyMatch(note -> note.contains("1 rows could not be read") && note.contains("line 2"));
  }

  @Test
  void rows_of_other_protocols_are_left_out_and_counted() throws SocketTextException {
    Snapshot read =
        one(
            NETSTAT_HEADER
                + "tcp 0 0 1.2.3.4:5 6.7.8.9:10 LISTEN -\nudp 0 0 0.0.0.0:68 0.0.0.0:* 1/x\n");
    assertThat(read.notes())
        .containsExactly("1 rows of other protocols were left out: this table is TCP's");
    assertThat(read).hasToString("1 sockets from text: LISTEN 1");
  }

  @Test
  void a_table_that_lists_only_udp_is_an_empty_tcp_table() throws SocketTextException {
    Snapshot read = SocketText.parse(NETSTAT_HEADER + "udp 0 0 0.0.0.0:68 0.0.0.0:* 1/x\n");
    assertThat(read.size()).isZero();
    assertThat(read.notes()).hasSize(1);
  }

  @Test
  void proc_printed_twice_is_two_samples_and_no_duplicates() throws SocketTextException {
    String text =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
            + "   0: 0100007F:A593 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000 0 262949 1\n";
    Snapshot read = SocketText.parse(text + text);
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.samples()).isEqualTo(2);
    assertThat(read.duplicates()).isZero();
    assertThat(read.sample(1).number(0, Field.INODE)).hasValue(262949);
  }

  @Test
  void a_capture_is_told_to_be_none() {
    byte[] pcap = {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1, 2, 0, 4, 0, 0, 0, 0, 0};
    assertThatThrownBy(() -> SocketText.parse(pcap, "x.pcap")).hasMessageContaining("binary");
    assertThatThrownBy(() -> SocketText.parse(new byte[] {10, 13, 13, 10, 0, 0}, "x.pcapng"))
        .isInstanceOf(SocketTextException.class);
  }

  @Test
  void hostile_characters_do_not_reach_a_message() {
    assertThatThrownBy(() -> SocketText.parse("\u001b[31mred\u202e", "evil\u001b]0;name.txt"))
        .hasMessageNotContaining("\u001b")
        .hasMessageNotContaining("\u202e");
  }

  @Test
  void an_unknown_state_is_noted_and_missing() throws SocketTextException {
    Snapshot read = one(NETSTAT_HEADER + "tcp 0 0 1.2.3.4:5 6.7.8.9:10 DELETE_TCB -\n");
    assertThat(read.state(0)).isEmpty();
    assertThat(read.notes()).anyMatch(note -> note.contains("DELETE_TCB"));
  }
}
