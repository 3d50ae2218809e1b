package tcplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.capture.Progress;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Event;
import tcplab.connection.Handshake;
import tcplab.connection.Side;
import tcplab.connection.Teardown;
import tcplab.plot.Picture;
import tcplab.simulation.Congestion;
import tcplab.simulation.End;
import tcplab.simulation.Part;
import tcplab.simulation.Program;
import tcplab.simulation.Repeat;
import tcplab.simulation.Rule;
import tcplab.simulation.Run;
import tcplab.simulation.Scenario;
import tcplab.simulation.Settings;
import tcplab.tcp.State;

/** Our own analyser, reading a simulation's capture, finds what the simulator did. */
class SimulationTest {
  private static final Program ASKING =
      Program.connecting().send(18).awaitReceived(24).pause(Duration.ofMillis(100)).close();

  private static Program answering(Duration think) {
    return Program.listening().awaitReceived(18).send(24).awaitClose().pause(think).close();
  }

  private static Scenario ask() {
    return Scenario.standard().client(ASKING).server(answering(Duration.ofMillis(300)));
  }

  private static Connections analysed(Run run, End at) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run.writeCapture(at, out);
    Packets packets =
        CaptureFile.read(new ByteArrayInputStream(out.toByteArray()), "simulated", Progress.NONE);
    assertThat(packets.faults()).isEmpty();
    return Connections.of(packets);
  }

  /** In a simultaneous open the analyser can take either end for the client. */
  private static Side side(End end, Connection connection) {
    return connection.port(Side.CLIENT) == end.port() ? Side.CLIENT : Side.SERVER;
  }

  /** An end's states as a capture can show them: no LISTEN, no end of TIME-WAIT. */
  private static String states(Run run, End end) {
    List<String> names = new ArrayList<>();
    State before = State.CLOSED;
    for (State state : run.states(end)) {
      if (state != State.LISTEN && before != State.TIME_WAIT) {
        names.add(state.name());
      }
      before = state;
    }
    return String.join(" ", names);
  }

  private static void variant(Scenario scenario, Handshake.Variant opening, Teardown.Variant end)
      throws IOException {
    Run run = scenario.run();
    Connection connection = analysed(run, End.CLIENT).connection(0);
    assertThat(connection.handshakeVariant()).as("" + scenario).isEqualTo(opening);
    assertThat(connection.teardown().variant()).isEqualTo(end);
    for (End at : End.values()) {
      Connections seen = analysed(run, at);
      // That an end gave up is in no packet.
      boolean shown = end != Teardown.Variant.UNANSWERED && !run.states(at).isEmpty();
      if (seen.count() > 0 && shown) {
        Connection own = seen.connection(0);
        assertThat(own.stateNames(side(at, own))).isEqualTo(states(run, at));
      }
    }
  }

  @Test
  void an_outcome_says_how_much_came_and_whether_it_is_what_was_sent() {
    Scenario sending = Scenario.standard().client(Program.connecting().send(5000).close());
    assertThat(Simulation.run(sending).outcome(End.SERVER))
        .isEqualTo("5,000 of 5,000 octets came, as they were sent");
    assertThat(Simulation.run(sending).outcome(End.CLIENT)).isEqualTo("nothing was sent");

    Settings unchecked = Settings.standard().without(Part.CHECKSUM);
    Scenario damaged =
        Scenario.between(unchecked, unchecked)
            .client(Program.connecting().send(3000).send(2000).close())
            .rule(Rule.damage().from(End.CLIENT).data(2));
    assertThat(Simulation.run(damaged).outcome(End.SERVER))
        .isEqualTo("5,000 of 5,000 octets came, 1 of them wrong");
  }

  @Test
  void handshakes_and_teardowns_are_recognised() throws IOException {
    Teardown.Variant four = Teardown.Variant.FOUR_SEGMENTS;
    variant(ask(), Handshake.Variant.COMPLETE, four);
    variant(ask().rule(Rule.drop().syn(1)), Handshake.Variant.SYN_REPEATED, four);
    variant(
        ask().client(Program.connecting()).server(Program.NONE),
        Handshake.Variant.REFUSED,
        Teardown.Variant.REFUSED);
    variant(
        ask().client(Program.connecting()).rule(Rule.drop().syn()),
        Handshake.Variant.UNANSWERED,
        Teardown.Variant.UNANSWERED);
    variant(
        Scenario.standard()
            .client(Program.connecting().pause(Duration.ofSeconds(1)).close())
            .server(Program.connecting().awaitClose().pause(Duration.ofSeconds(1)).close()),
        Handshake.Variant.SIMULTANEOUS_OPEN,
        four);
  }

  @Test
  void each_way_to_close_is_recognised() throws IOException {
    Handshake.Variant complete = Handshake.Variant.COMPLETE;
    variant(
        ask().server(Program.listening().awaitReceived(18).send(24).awaitClose().close()),
        complete,
        Teardown.Variant.THREE_SEGMENTS);
    variant(
        ask()
            .oneWay(Duration.ofMillis(50))
            .server(
                Program.listening()
                    .awaitReceived(18)
                    .send(24)
                    .pause(Duration.ofMillis(150))
                    .close()),
        complete,
        Teardown.Variant.SIMULTANEOUS_CLOSE);
    variant(
        Scenario.standard()
            .client(Program.connecting().send(18).close())
            .server(
                Program.listening()
                    .awaitClose()
                    .pause(Duration.ofSeconds(1))
                    .send(5000)
                    .awaitAcknowledged()
                    .close()),
        complete,
        Teardown.Variant.HALF_CLOSE);
    variant(
        ask().client(Program.connecting().send(18).awaitReceived(24).abort()),
        complete,
        Teardown.Variant.ABORTED_BY_CLIENT);
    variant(
        ask().rule(Rule.drop().from(End.CLIENT).fin(1)), complete, Teardown.Variant.FIN_REPEATED);
  }

  /** From its own end, the analyser counts exactly what the sender repeated. */
  @Test
  void every_retransmission_is_found_and_no_other() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    Congestion[] kinds = Congestion.values();
    for (int i = 0; i < 60; i++) {
      Settings settings = Settings.standard().congestion(kinds[i % kinds.length]).retries(50);
      if (random.nextBoolean()) {
        settings = settings.without(Part.SACK);
      }
      Run run =
          Scenario.between(settings, settings)
              .client(Program.connecting().send(random.nextInt(1, 60_000)).close())
              .server(Program.listening().awaitClose().send(random.nextInt(1, 9000)).close())
              .chance(random.nextDouble() * 0.1, 0, 0, Duration.ZERO)
              .seed(i)
              .limit(Duration.ofHours(5))
              .run();
      for (End end : End.values()) {
        long repeats = run.repeats().stream().filter(r -> r.end() == end).count();
        Connection connection = analysed(run, end).connection(0);
        assertThat(connection.retransmissions(side(end, connection)))
            .as("run " + i + " " + end + " " + kinds[i % kinds.length])
            .isEqualTo((int) repeats);
        assertThat(connection.stateNames(side(end, connection))).isEqualTo(states(run, end));
      }
    }
  }

  private static List<String> events(Scenario scenario, Event event) throws IOException {
    Connections connections = analysed(scenario.run(), End.CLIENT);
    List<String> found = new ArrayList<>();
    for (int row = 0; row < connections.packets().size(); row++) {
      if (event.in(connections.events(row))) {
        found.add(connections.sender(row).label() + " " + connections.packets().length(row));
      }
    }
    return found;
  }

  @Test
  void causes_are_told_apart() throws IOException {
    Scenario bulk =
        Scenario.standard()
            .client(Program.connecting().send(20_000).close())
            .server(Program.listening().awaitClose().close());
    Rule third = Rule.drop().from(End.CLIENT).data(3);
    assertThat(events(bulk.rule(third), Event.FAST_RETRANSMISSION)).containsExactly("client 1448");
    Scenario one = bulk.client(Program.connecting().send(500).close());
    assertThat(events(one.rule(Rule.drop().data(1)), Event.RTO_RETRANSMISSION)).isNotEmpty();
    assertThat(events(one.rule(Rule.drop().syn(1)), Event.SYN_RETRANSMISSION)).hasSize(1);
    Settings small = Settings.standard().buffer(4096);
    Scenario full =
        Scenario.between(small, small)
            .client(Program.connecting().send(9000).close())
            .server(
                Program.listening()
                    .stopReading()
                    .pause(Duration.ofSeconds(4))
                    .startReading()
                    .awaitClose()
                    .close());
    assertThat(events(full, Event.ZERO_WINDOW)).isNotEmpty();
    long probes =
        full.run().repeats().stream().filter(r -> r.cause() == Repeat.Cause.WINDOW_PROBE).count();
    assertThat(events(full, Event.ZERO_WINDOW_PROBE)).hasSize((int) probes + 1);
  }

  @Test
  void a_damaged_segment_has_a_bad_checksum_where_it_arrives() throws IOException {
    Scenario scenario = ask().rule(Rule.damage().from(End.CLIENT).data(1));
    Packets client = analysed(scenario.run(), End.CLIENT).packets();
    Packets server = analysed(scenario.run(), End.SERVER).packets();
    assertThat(bad(client)).isZero();
    assertThat(bad(server)).isEqualTo(1);
  }

  private static int bad(Packets packets) {
    int bad = 0;
    for (int row = 0; row < packets.size(); row++) {
      assertThat(packets.checksum(row)).isNotEqualTo(Packets.Checksum.UNVERIFIED);
      bad += packets.checksum(row) == Packets.Checksum.BAD ? 1 : 0;
    }
    return bad;
  }

  @Test
  void the_facade_gives_tables_and_pictures(@TempDir Path folder) throws IOException {
    Simulation simulation = Simulation.run(ask().rule(Rule.drop().synAck(1)));
    assertThat(simulation.packets().rowCount()).isEqualTo(simulation.capture().size());
    assertThat(simulation.connections().rowCount()).isEqualTo(1);
    assertThat(simulation.states().stringColumn("reference").asList())
        .allMatch(place -> place.startsWith("RFC 9293 §3.10"));
    assertThat(simulation.segments().stringColumn("fate").asList()).contains("drop SYN-ACK 1");
    assertThat(simulation.repeats().rowCount()).isEqualTo(2);
    assertThat(simulation.windows().rowCount()).isPositive();
    Picture ladder = simulation.ladder();
    assertThat(ladder.svg()).contains("SYN_SENT");
    assertThat(simulation.stateMachine(End.SERVER).title()).isEqualTo("The way of the server");
    Path file = folder.resolve("run.pcapng");
    simulation.write(file, End.SERVER);
    assertThat(Capture.open(file).size()).isEqualTo(simulation.capture(End.SERVER).size());
    assertThat(Files.size(file)).isPositive();
    assertThat(simulation.toString()).contains("2 of them repeats");
  }
}
