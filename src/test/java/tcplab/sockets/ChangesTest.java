package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tcplab.Requirement;
import tcplab.tcp.State;

class ChangesTest {
  private static Snapshot ss(String... rows) {
    try {
      return SocketText.parse(String.join("\n", rows) + "\n");
    } catch (SocketTextException e) {
      throw new AssertionError(e);
    }
  }

  private static final String LISTENER = "LISTEN 0 128 0.0.0.0:80 0.0.0.0:* ino:1 sk:1";

  private static String connection(String state, int port, String rest) {
    return state + " 0 0 10.0.0.1:80 10.0.0.2:" + port + " " + rest;
  }

  private static Change.Kind kind(Snapshot before, Snapshot after) {
    return Changes.between(before, after).all().stream()
        .filter(change -> change.after() != 0 || change.before() != 0)
        .findFirst()
        .orElseThrow()
        .kind();
  }

  @Test
  void opened_closed_moved_and_quiet_sockets_are_told_apart() {
    Snapshot before =
        ss(
            LISTENER,
            connection("ESTAB", 1001, "ino:2 sk:2"),
            connection("ESTAB", 1002, "ino:3 sk:3"),
            connection("ESTAB", 1003, "ino:4 sk:4"));
    Snapshot after =
        ss(
            LISTENER,
            connection("CLOSE-WAIT", 1002, "ino:3 sk:3"),
            connection("ESTAB", 1003, "ino:4 sk:4"),
            connection("ESTAB", 1004, "ino:5 sk:5"));
    Changes changes = Changes.between(before, after);
    assertThat(changes.counts())
        .containsEntry(Change.Kind.OPENED, 1)
        .containsEntry(Change.Kind.CLOSED, 1)
        .containsEntry(Change.Kind.STATE, 1)
        .containsEntry(Change.Kind.NONE, 2);
    assertThat(changes.happened()).hasSize(3);
    assertThat(changes.toString()).startsWith("1 opened, 1 closed, 1 in another state");
  }

  @Test
  void a_connection_that_goes_over_to_time_wait_without_inode_is_the_same() {
    assertThat(
            kind(
                ss(LISTENER, connection("FIN-WAIT-1", 1001, "ino:2")),
                ss(LISTENER, connection("TIME-WAIT", 1001, ""))))
        .isEqualTo(Change.Kind.STATE);
  }

  @Test
  void a_port_that_is_used_again_is_one_closed_and_one_opened() {
    Changes reused =
        Changes.between(
            ss(LISTENER, connection("TIME-WAIT", 1001, "")),
            ss(LISTENER, connection("ESTAB", 1001, "ino:9")));
    assertThat(reused.counts())
        .containsEntry(Change.Kind.OPENED, 1)
        .containsEntry(Change.Kind.CLOSED, 1);
    Changes anotherInode =
        Changes.between(
            ss(LISTENER, connection("ESTAB", 1001, "ino:8")),
            ss(LISTENER, connection("ESTAB", 1001, "ino:9")));
    assertThat(anotherInode.counts()).containsEntry(Change.Kind.OPENED, 1);
  }

  @Test
  void only_later_states_follow_within_one_connection() {
    assertThat(Changes.canFollow(State.SYN_SENT, State.ESTABLISHED)).isTrue();
    assertThat(Changes.canFollow(State.CLOSE_WAIT, State.LAST_ACK)).isTrue();
    assertThat(Changes.canFollow(State.FIN_WAIT_2, State.TIME_WAIT)).isTrue();
    assertThat(Changes.canFollow(State.ESTABLISHED, State.SYN_SENT)).isFalse();
    assertThat(Changes.canFollow(State.TIME_WAIT, State.ESTABLISHED)).isFalse();
  }

  @Test
  void octets_since_are_the_difference_of_the_kernels_counters() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        Socket client = new Socket("127.0.0.1", server.getLocalPort());
        Socket accepted = server.accept()) {
      LiveSockets machine = LiveSockets.ofThisMachine().withInfo();
      Snapshot before = machine.snapshot().localPort(client.getLocalPort());
      Requirement.requires(before.source() == Source.NETLINK, "netlink sock_diag");
      client.getOutputStream().write(new byte[4321]);
      assertThat(accepted.getInputStream().readNBytes(4321)).hasSize(4321);
      Snapshot after = machine.snapshot().localPort(client.getLocalPort());
      Changes changes = Changes.between(before, after);
      Change change = changes.happened().get(0);
      assertThat(change.kind()).isEqualTo(Change.Kind.TRAFFIC);
      assertThat(changes.moved(change, Field.BYTES_ACKED)).hasValue(4321);
      assertThat(changes.moved(change, Field.BYTES_RECEIVED)).hasValue(0);
      assertThat(changes.elapsedNs().orElse(0)).isPositive();
    }
  }

  @Test
  void what_a_text_does_not_tell_is_missing_and_not_zero() {
    Changes changes =
        Changes.between(
            ss(LISTENER, connection("ESTAB", 1001, "")),
            ss(LISTENER, connection("CLOSE-WAIT", 1001, "")));
    assertThat(changes.moved(changes.happened().get(0), Field.BYTES_ACKED))
        .isEqualTo(OptionalLong.empty());
    assertThat(changes.elapsedNs()).isEmpty();
  }
}
