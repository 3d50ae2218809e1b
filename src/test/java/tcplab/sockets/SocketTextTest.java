package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tcplab.tcp.State;

class SocketTextTest {
  private static final String NETSTAT_HEADER =
      "Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name\n";

  /** The sample of the tutorial, with its prompt and its remark in Chinese. */
  private static final String SEED =
      """
      [root@Master1 ~]# netstat -ant #t表示只有展示TCP协议
      Active Internet connections (servers and established)
      Proto Recv-Q Send-Q Local Address               Foreign Address             State     \s
      tcp        0      0 0.0.0.0:63501               0.0.0.0:*                   LISTEN   \s
      tcp        1      0 127.0.0.1:44176             127.0.0.1:60047             CLOSE_WAIT \s
      tcp        0      0 10.8.198.151:60884          10.8.2.30:61235             TIME_WAIT  \s
      tcp        0      0 10.8.198.151:55672          10.8.2.27:61235             TIME_WAIT  \s
      tcp        0      0 10.8.198.151:60882          10.8.2.30:61235             TIME_WAIT  \s
      tcp        0      0 10.8.198.151:63501          10.8.133.245:59893          ESTABLISHED\s
      tcp        0      0 10.8.198.151:60976          10.8.2.30:61235             TIME_WAIT   \s
      tcp        0      0 ::ffff:127.0.0.1:9600       :::*                        LISTEN     \s
      tcp        0      0 :::63501                    :::*                        LISTEN         \s
      tcp        0      0 ::ffff:10.8.198.151:60061   ::ffff:10.8.198.135:63751   ESTABLISHED\s
      tcp        0      0 ::ffff:10.8.198.151:60050   ::ffff:10.8.198.135:63751   ESTABLISHED\s
      tcp        1      0 ::1:60047                   ::1:43724                   CLOSE_WAIT \s
      tcp        0      0 ::ffff:10.8.198.151:45024   ::ffff:10.8.198.135:63751   ESTABLISHED\s
      tcp        0      0 ::ffff:10.8.198.151:43592   ::ffff:10.8.215.65:34710    TIME_WAIT \s
      #Local Address - 源IP/端口
      #Foreign Address - 目标IP/端口
      #State 状态 - 对应上面说的TCP11个状态
      """;

  private static Snapshot one(String text) throws SocketTextException {
    Snapshot snapshot = SocketText.parse(text);
    assertThat(snapshot.size()).as(text).isEqualTo(1);
    return snapshot;
  }

  @Test
  void the_tutorials_sample_gives_its_fourteen_rows() throws SocketTextException {
    Snapshot seed = SocketText.parse(SEED);
    assertThat(seed.size()).isEqualTo(14);
    Map<State, Integer> histogram = seed.stateHistogram();
    assertThat(histogram).hasSize(11).containsEntry(State.CLOSED, 0);
    assertThat(histogram.keySet()).containsExactly(State.values());
    assertThat(histogram)
        .containsEntry(State.LISTEN, 3)
        .containsEntry(State.ESTABLISHED, 4)
        .containsEntry(State.CLOSE_WAIT, 2)
        .containsEntry(State.TIME_WAIT, 5);
    assertThat(seed.notes()).isEmpty();
  }

  @Test
  void mapped_and_wildcard_addresses_keep_their_family() throws SocketTextException {
    Snapshot seed = SocketText.parse(SEED);
    assertThat(seed.local(7)).contains("::ffff:127.0.0.1");
    assertThat(seed.remote(7)).contains("::");
    assertThat(seed.family(7)).contains("ipv6");
    assertThat(seed.number(7, Field.REMOTE_PORT)).isEmpty();
    assertThat(seed.local(8)).contains("::");
    assertThat(seed.number(8, Field.LOCAL_PORT)).hasValue(63501);
    assertThat(seed.local(11)).contains("::1");
    assertThat(seed.number(11, Field.LOCAL_PORT)).hasValue(60047);
    assertThat(seed.remote(11)).contains("::1");
    assertThat(seed.number(11, Field.REMOTE_PORT)).hasValue(43724);
    assertThat(seed.family(0)).contains("ipv4");
  }

  @Test
  void a_row_survives_without_its_header_as_after_grep() throws SocketTextException {
    Snapshot row =
        one("tcp   0  36 10.8.152.162:3306   10.8.2.30:52814  ESTABLISHED 812/mysqld: main\n");
    assertThat(row.number(0, Field.PID)).hasValue(812);
    assertThat(row.process(0)).contains("mysqld: main");
    assertThat(row.number(0, Field.SEND_QUEUE)).hasValue(36);
  }

  @Test
  void net_tools_extended_columns_are_read() throws SocketTextException {
    String header =
        "Proto Recv-Q Send-Q Local Address           Foreign Address         State       User       Inode      PID/Program name     Timer\n";
    String row =
        "tcp        0      0 127.0.0.1:60036         127.0.0.1:8080          ESTABLISHED 1000       277136     600/sshd: /usr/sbin  keepalive (7190.12/2/1)\n";
    Snapshot read = one(header + row);
    assertThat(read.number(0, Field.UID)).hasValue(1000);
    assertThat(read.number(0, Field.INODE)).hasValue(277136);
    assertThat(read.number(0, Field.PID)).hasValue(600);
    assertThat(read.process(0)).contains("sshd: /usr/sbin");
    assertThat(read.timer(0)).contains("keepalive");
    assertThat(read.number(0, Field.TIMER_MS)).hasValue(7_190_120);
    assertThat(read.number(0, Field.RETRANSMITS)).hasValue(2);
  }

  @Test
  void an_address_that_net_tools_cut_is_flagged() throws SocketTextException {
    String row =
        "tcp6       0      0 2001:db8:1234:5678::443 2001:db8:ffff:1234:5678 ESTABLISHED -\n";
    assertThat(one(NETSTAT_HEADER + row).isCut(0)).isTrue();
    String whole =
        "tcp6       0      0 2001:db8::1:443         2001:db8::2:5678        ESTABLISHED -\n";
    assertThat(one(NETSTAT_HEADER + whole).isCut(0)).isFalse();
  }

  @Test
  void a_port_that_macos_may_have_cut_is_missing() throws SocketTextException {
    String text =
        """
        Socket           Flowhash Proto Recv-Q Send-Q  Local Address      Foreign Address    (state)    \s
        7fb03cb94d505aed cedd0cbf tcp4       0      0  192.168.1.221.5486 140.82.113.26.443  ESTABLISHED
        7fb03cb94bcb47dd  b164479 tcp4       0      0  127.0.0.1.53755    127.0.0.1.53763    ESTABLISHED
        """;
    Snapshot read = SocketText.parse(text);
    assertThat(read.isCut(0)).isTrue();
    assertThat(read.number(0, Field.LOCAL_PORT)).isEmpty();
    assertThat(read.number(0, Field.REMOTE_PORT)).hasValue(443);
    assertThat(read.isCut(1)).isFalse();
    assertThat(read.number(1, Field.LOCAL_PORT)).hasValue(53755);
    assertThat(read.notes()).anyMatch(note -> note.contains("cut"));
  }

  @Test
  void macos_tells_process_and_pid() throws SocketTextException {
    String text =
        """
        Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)      rxbytes      txbytes  rhiwat  shiwat    process:pid    state  options
        tcp4       0      0  10.0.0.5.51234         1.2.3.4.443            ESTABLISHED     5123         2345  131072  131072  Google Chrome H:1234  00102 00000008
        """;
    Snapshot read = one(text);
    assertThat(read.process(0)).contains("Google Chrome H");
    assertThat(read.number(0, Field.PID)).hasValue(1234);
    assertThat(read.number(0, Field.BYTES_RECEIVED)).hasValue(5123);
  }

  @Test
  void bsd_wildcards_and_names_are_read() throws SocketTextException {
    Snapshot read =
        one("tcp46      0      0 *.http                 *.*                    LISTEN\n");
    assertThat(read.local(0)).contains("::");
    assertThat(read.number(0, Field.LOCAL_PORT)).hasValue(80);
    assertThat(read.remote(0)).contains("::");
  }

  @Test
  void an_unknown_service_name_is_noted_and_its_port_missing() throws SocketTextException {
    Snapshot read = one("tcp        0      0 localhost:zephyr-clt    0.0.0.0:*   LISTEN\n");
    assertThat(read.local(0)).contains("localhost");
    assertThat(read.number(0, Field.LOCAL_PORT)).isEmpty();
    assertThat(read.notes()).anyMatch(note -> note.contains("zephyr-clt"));
  }

  @Test
  void ss_timers_mean_seconds_where_they_have_a_point() {
    assertThat(SsInfo.milliseconds("7.972ms")).isEqualTo(7972);
    assertThat(SsInfo.milliseconds("796ms")).isEqualTo(796);
    assertThat(SsInfo.milliseconds("59sec")).isEqualTo(59_000);
    assertThat(SsInfo.milliseconds("1min3sec")).isEqualTo(63_000);
    assertThat(SsInfo.milliseconds("119min")).isEqualTo(7_140_000);
    assertThat(SsInfo.milliseconds("")).isZero();
    assertThat(SsInfo.milliseconds("soon")).isEqualTo(-1);
  }

  @Test
  void ss_info_on_the_next_line_belongs_to_the_row_above() throws SocketTextException {
    String text =
        "ESTAB 0 0 [fe80::1]%eth0:22 [fe80::2]%eth0:50000 users:((\"my (odd) \\\"name\",pid=9,fd=3),(\"b\",pid=4,fd=7))"
            + " timer:(on,7.972ms,3) uid:1000 ino:262949 sk:1ed84\n"
            + "\t ts sack cubic wscale:7,7 rto:204 rtt:0.507/1 mss:32768 pmtu:65535 cwnd:11 ssthresh:20 bytes_acked:1"
            + " bytes_received:4096 segs_out:7 segs_in:10 send 5687542406bps pacing_rate 1.5Mbps"
            + " delivery_rate 65585184bps retrans:1/5 minrtt:0.009\n";
    Snapshot read = one(text);
    assertThat(read.local(0)).contains("fe80::1%eth0");
    assertThat(read.number(0, Field.PID)).as("the lowest pid").hasValue(4);
    assertThat(read.process(0)).contains("b");
    assertThat(read.timer(0)).contains("on");
    assertThat(read.number(0, Field.TIMER_MS)).hasValue(7972);
    assertThat(read.number(0, Field.RETRANSMITS)).hasValue(3);
    assertThat(read.number(0, Field.COOKIE)).hasValue(0x1ed84);
    assertThat(read.congestion(0)).contains("cubic");
    assertThat(read.number(0, Field.RTO_US)).hasValue(204_000);
    assertThat(read.number(0, Field.RTT_US)).hasValue(507);
    assertThat(read.number(0, Field.RTT_VAR_US)).hasValue(1000);
    assertThat(read.number(0, Field.MIN_RTT_US)).hasValue(9);
    assertThat(read.number(0, Field.CWND)).hasValue(11);
    assertThat(read.number(0, Field.SEGMENTS_IN)).hasValue(10);
    assertThat(read.number(0, Field.RETRANSMITS_TOTAL)).hasValue(5);
    assertThat(read.number(0, Field.DELIVERY_RATE)).hasValue(8_198_148);
    assertThat(read.number(0, Field.PACING_RATE)).hasValue(187_500);
  }

  @Test
  void ss_listeners_tell_accept_queue_and_backlog() throws SocketTextException {
    Snapshot read = one("LISTEN 3 128 *:8080 *:* users:((\"java\",pid=7,fd=5))\n");
    assertThat(read.number(0, Field.ACCEPT_QUEUE)).hasValue(3);
    assertThat(read.number(0, Field.BACKLOG)).hasValue(128);
    assertThat(read.number(0, Field.RECV_QUEUE)).isEmpty();
  }

  @Test
  void a_star_is_dual_stack_beside_0_0_0_0_and_ipv4_in_old_versions() throws SocketTextException {
    Snapshot now = SocketText.parse("LISTEN 0 9 *:8080 *:*\nLISTEN 0 9 0.0.0.0:22 0.0.0.0:*\n");
    assertThat(now.family(0)).contains("ipv6");
    assertThat(now.local(0)).contains("::");
    Snapshot old = SocketText.parse("LISTEN 0 9 *:8080 *:*\nLISTEN 0 9 127.0.0.1:25 *:*\n");
    assertThat(old.local(0)).contains("0.0.0.0");
    assertThat(old.remote(1)).contains("0.0.0.0");
    Snapshot unclear = one("LISTEN 0 9 *:8080 *:*\n");
    assertThat(unclear.local(0)).contains("*");
    assertThat(unclear.family(0)).isEmpty();
  }

  @Test
  void ss_without_state_column_leaves_the_state_missing() throws SocketTextException {
    String text =
        "Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n0 0 127.0.0.1:22 127.0.0.1:50000\n";
    Snapshot read = one(text);
    assertThat(read.state(0)).isEmpty();
    assertThat(read.withoutState()).isEqualTo(1);
    assertThat(read.number(0, Field.REMOTE_PORT)).hasValue(50000);
  }

  @Test
  void rows_wrapped_by_a_narrow_terminal_are_joined() throws SocketTextException {
    String wrapped =
        "ESTAB      0      0         [::ffff:127.0.0.1]:8080\n    [::ffff:127.0.0.1]:60036\n"
            + "LISTEN 0 1 127.0.0.1:1 0.0.0.0:*\n";
    Snapshot read = SocketText.parse(wrapped);
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.number(0, Field.REMOTE_PORT)).hasValue(60036);
    assertThat(one("tcp 0 0 127.0.0.1:8080 127.0.\n0.1:60036 ESTABLISHED\n").remote(0))
        .contains("127.0.0.1");
  }

  @Test
  void windows_rows_are_read_with_pid_scope_and_program() throws SocketTextException {
    String text =
        "\r\nActive Connections\r\n\r\n  Proto  Local Address          Foreign Address        State           PID\r\n"
            + "  TCP    [fe80::1%12]:80   [fe80::2%12]:50000   ESTABLISHED   4711\r\n"
            + "  RpcSs\r\n [svchost.exe]\r\n"
            + "  TCP    127.0.0.1:80   127.0.0.1:50001   TIME_WAIT   0\r\n"
            + "  UDP    0.0.0.0:500    *:*      1460\r\n";
    Snapshot read = SocketText.parse(text);
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.local(0)).contains("fe80::1%12");
    assertThat(read.number(0, Field.PID)).hasValue(4711);
    assertThat(read.process(0)).contains("svchost.exe");
    assertThat(read.number(1, Field.PID)).isEmpty();
    assertThat(read.process(1)).isEmpty();
  }

  @Test
  void a_german_listing_in_its_code_page_is_read_and_noted() throws SocketTextException {
    String text =
        "Aktive Verbindungen\r\n\r\n  Proto  Lokale Adresse  Remoteadresse  Status\r\n"
            + "  TCP    0.0.0.0:102     0.0.0.0:0     ABHÖREN\r\n"
            + "  TCP    127.0.0.1:102   127.0.0.1:50  SCHLIESSEN_WARTEN\r\n";
    Snapshot read = SocketText.parse(text.getBytes(Charset.forName("IBM850")), "de.txt");
    assertThat(read.stateHistogram())
        .containsEntry(State.LISTEN, 1)
        .containsEntry(State.CLOSE_WAIT, 1);
    assertThat(read.notes()).anyMatch(note -> note.contains("IBM850"));
  }

  @Test
  void a_chinese_listing_in_gbk_and_one_in_utf_16_are_read() throws SocketTextException {
    String text = "活动连接\r\n  协议  本地地址  外部地址  状态\r\n  TCP    0.0.0.0:135   0.0.0.0:0   已建立\r\n";
    assertThat(SocketText.parse(text.getBytes(Charset.forName("GBK")), "zh.txt").state(0))
        .contains(State.ESTABLISHED);
    Snapshot utf16 =
        SocketText.parse(("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE), "ps.txt");
    assertThat(utf16.state(0)).contains(State.ESTABLISHED);
    assertThat(utf16.notes()).isEmpty();
  }

  @Test
  void lsof_names_a_socket_once_with_its_lowest_process() throws SocketTextException {
    String text =
        """
        COMMAND   PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME
        nginx\\x20w 900 1000   6u  IPv4 31415      0t0  TCP *:80 (LISTEN)
        nginx\\x20m 899 0      6u  IPv4 31415      0t0  TCP *:80 (LISTEN)
        """;
    Snapshot read = one(text);
    assertThat(read.number(0, Field.PID)).hasValue(899);
    assertThat(read.process(0)).contains("nginx m");
    assertThat(read.number(0, Field.FD)).hasValue(6);
    assertThat(read.number(0, Field.INODE)).hasValue(31415);
    assertThat(read.number(0, Field.UID)).hasValue(0);
    assertThat(read.local(0)).contains("0.0.0.0");
  }

  @Test
  void random_rows_come_back_as_they_were_written() throws SocketTextException {
    Random random = new Random(20261123);
    for (int round = 0; round < 2000; round++) {
      String local = address(random);
      String remote = address(random);
      int localPort = 1 + random.nextInt(65535);
      int remotePort = 1 + random.nextInt(65535);
      State state = State.values()[1 + random.nextInt(9)];
      boolean ss = random.nextBoolean();
      String row =
          ss
              ? state
                  + " 1 2 "
                  + bracket(local)
                  + ":"
                  + localPort
                  + " "
                  + bracket(remote)
                  + ":"
                  + remotePort
              : "tcp 1 2 "
                  + local
                  + ":"
                  + localPort
                  + " "
                  + remote
                  + ":"
                  + remotePort
                  + " "
                  + state;
      Snapshot read = one(row);
      assertThat(read.local(0)).as(row).contains(local);
      assertThat(read.remote(0)).as(row).contains(remote);
      assertThat(read.number(0, Field.LOCAL_PORT)).as(row).isEqualTo(OptionalLong.of(localPort));
      assertThat(read.number(0, Field.REMOTE_PORT)).as(row).isEqualTo(OptionalLong.of(remotePort));
      assertThat(read.state(0)).as(row).contains(state);
    }
  }

  private static String bracket(String address) {
    return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
  }

  private static String address(Random random) {
    if (random.nextBoolean()) {
      return IpAddress.text(random.nextInt());
    }
    long mask = random.nextBoolean() ? 0xffff_0000_0000_ffffL : -1;
    return IpAddress.text(random.nextLong() & mask, random.nextLong() & mask);
  }
}
