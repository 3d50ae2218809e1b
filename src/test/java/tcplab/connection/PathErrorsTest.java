package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.capture.PacketsBuilder;
import tcplab.connection.Finding.Kind;
import tcplab.connection.Handshake.Variant;
import tcplab.tcp.Flags;

/** ICMP errors about a connection's segments: what they end, and what they do not. */
class PathErrorsTest {
  private static final int UNREACHABLE = 3;
  private static final int HOST = 1;
  private static final int PROHIBITED = 13;
  private static final int TOO_BIG = 4;
  private static final long MS = 1_000_000;
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private final PacketsBuilder builder = Packets.builder();
  private long time;

  private PathErrorsTest client(int flags, int seq, int ack, int length) {
    builder.add(time += 10 * MS, "10.0.0.1", 4000, "10.0.0.2", 80, seq, ack, flags, 9, length);
    return this;
  }

  private PathErrorsTest server(int flags, int seq, int ack) {
    builder.add(time += 10 * MS, "10.0.0.2", 80, "10.0.0.1", 4000, seq, ack, flags, 9, 0);
    return this;
  }

  private PathErrorsTest icmp(int code) {
    builder.icmpError(time += 10 * MS, UNREACHABLE, code, "10.9.9.9", 1280);
    return this;
  }

  private static PathErrorsTest capture() {
    return new PathErrorsTest();
  }

  private PathErrorsTest opened() {
    return client(Flags.SYN, 0, 0, 0)
        .server(Flags.SYN | Flags.ACK, 0, 1)
        .client(Flags.ACK, 1, 1, 0);
  }

  private Connections connections() {
    return Connections.of(builder.build());
  }

  private static List<Kind> kinds(Connections connections) {
    return Findings.of(connections, 3).all().stream().map(Finding::kind).toList();
  }

  @Test
  void a_syn_that_is_not_delivered_ends_the_attempt_as_the_kernels_record_has_it()
      throws CaptureException {
    Connections connections =
        Connections.of(CaptureFile.read(DATA.resolve("prohibited.client.pcap")));
    Connection connection = connections.connection(0);

    assertThat(connection.handshakeVariant()).isEqualTo(Variant.UNREACHABLE);
    assertThat(connection.handshake().evidence()).containsExactly(1, 2);
    assertThat(connection.stateNames(Side.CLIENT)).isEqualTo("SYN_SENT CLOSED");
    assertThat(connections.icmpErrors(0)).hasSize(1);
    assertThat(kinds(connections)).containsExactly(Kind.UNREACHABLE);
    assertThat(Findings.of(connections, 1).all().get(0).examples().get(0).text())
        .endsWith("1 SYN; 172.18.0.254 says: communication prohibited");
  }

  @Test
  void an_end_that_sends_its_syn_again_has_not_given_up() {
    Connections tried =
        capture().client(Flags.SYN, 0, 0, 0).icmp(HOST).client(Flags.SYN, 0, 0, 0).connections();
    assertThat(tried.connection(0).stateNames(Side.CLIENT)).isEqualTo("SYN_SENT");
    assertThat(tried.connection(0).handshakeVariant()).isEqualTo(Variant.UNREACHABLE);

    Connections opened = capture().client(Flags.SYN, 0, 0, 0).icmp(HOST).opened().connections();
    assertThat(opened.connection(0).stateNames(Side.CLIENT)).isEqualTo("SYN_SENT ESTABLISHED");
    assertThat(opened.connection(0).handshakeVariant()).isEqualTo(Variant.SYN_REPEATED);

    Connections answered =
        capture()
            .client(Flags.SYN, 0, 0, 0)
            .icmp(HOST)
            .server(Flags.SYN | Flags.ACK, 0, 1)
            .client(Flags.ACK, 1, 1, 0)
            .connections();
    assertThat(answered.connection(0).stateNames(Side.CLIENT)).isEqualTo("SYN_SENT ESTABLISHED");
    assertThat(answered.connection(0).handshakeVariant()).isEqualTo(Variant.COMPLETE);
  }

  @Test
  void an_error_about_nothing_that_is_on_its_way_changes_nothing() {
    PathErrorsTest forged = capture().client(Flags.SYN, 500, 0, 0);
    forged.client(Flags.RST, 99_999, 0, 0).icmp(PROHIBITED); // which quotes that number
    Connection guessed = forged.connections().connection(0);
    assertThat(guessed.stateNames(Side.CLIENT)).isEqualTo("SYN_SENT");
    assertThat(guessed.handshakeVariant()).isEqualTo(Variant.UNANSWERED);

    Connection tooLong =
        capture().client(Flags.SYN, 500, 0, 0).icmp(TOO_BIG).connections().connection(0);
    assertThat(tooLong.stateNames(Side.CLIENT)).as("a shorter one may pass").isEqualTo("SYN_SENT");
    assertThat(tooLong.handshakeVariant()).isEqualTo(Variant.UNANSWERED);
  }

  @Test
  void an_open_connection_goes_on_and_one_finding_tells_of_the_errors() throws CaptureException {
    Connections connections =
        capture()
            .opened()
            .client(Flags.ACK, 1, 1, 1400)
            .icmp(HOST)
            .client(Flags.ACK, 1, 1, 1400)
            .server(Flags.ACK, 1, 1401)
            .connections();
    assertThat(connections.connection(0).stateNames(Side.CLIENT)).isEqualTo("SYN_SENT ESTABLISHED");
    assertThat(kinds(connections)).containsExactly(Kind.PATH_ERRORS);

    Connections recorded = Connections.of(CaptureFile.read(DATA.resolve("path_mtu.client.pcap")));
    Finding found =
        Findings.of(recorded, 3).all().stream()
            .filter(each -> each.kind() == Kind.PATH_ERRORS)
            .findFirst()
            .orElseThrow();
    assertThat(found.examples().get(0).text())
        .endsWith("172.18.0.254 says: too long (MTU 1200) (3 errors)");
    assertThat(found.examples().get(0).packets()).containsExactly(12, 18, 19);
    assertThat(recorded.connection(0).retransmissions(Side.CLIENT))
        .as("TcpRetransSegs of host A")
        .isEqualTo(5);
  }

  @Test
  void each_error_goes_to_the_connection_that_its_ports_had_then() {
    PathErrorsTest capture = capture().client(Flags.SYN, 100, 0, 0).icmp(PROHIBITED);
    capture.client(Flags.SYN, 90_000, 0, 0).icmp(HOST).client(Flags.SYN, 70, 0, 0);

    Connections connections = capture.connections();

    assertThat(connections.all())
        .extracting(Connection::handshakeVariant)
        .containsExactly(Variant.UNREACHABLE, Variant.UNREACHABLE, Variant.UNANSWERED);
    assertThat(connections.icmpErrors(0).get(0).code()).isEqualTo(PROHIBITED);
    assertThat(connections.icmpErrors(1).get(0).code()).isEqualTo(HOST);
  }

  @Test
  void a_stream_tells_the_same_though_the_error_comes_in_a_later_part() {
    List<Variant> variants = new ArrayList<>();
    List<String> states = new ArrayList<>();
    ConnectionStream stream =
        new ConnectionStream(
            10,
            over ->
                over.all()
                    .forEach(
                        each -> {
                          variants.add(each.handshakeVariant());
                          states.add(each.stateNames(Side.CLIENT));
                        }));
    stream.accept(capture().client(Flags.SYN, 0, 0, 0).builder.build());
    PacketsBuilder later = Packets.builder();
    later.add(20 * MS, "10.0.0.1", 4000, "10.0.0.2", 80, 0, 0, Flags.SYN, 9, 0);
    later.packet(2).icmpError(30 * MS, UNREACHABLE, PROHIBITED, "10.9.9.9", 0);
    stream.accept(later.build());
    stream.finish();

    assertThat(variants).containsExactly(Variant.UNREACHABLE);
    assertThat(states).containsExactly("SYN_SENT CLOSED");
  }
}
