package tcplab;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tcplab.simulation.End;
import tcplab.simulation.Part;
import tcplab.simulation.Program;
import tcplab.simulation.Rule;
import tcplab.simulation.Scenario;
import tcplab.simulation.Settings;

/**
 * The recorded scenarios again, for the simulator: the same calls, the same faults, ends with
 * Linux's times. {@code kernel/record/scenarios.py} holds the originals of the project's own.
 */
final class KernelScenarios {
  private static final Duration THINK = Duration.ofMillis(200);
  private static final Duration MOMENT = Duration.ofMillis(100);

  private static final Settings LINUX = Settings.linux();

  /** Linux merges what arrives together (GRO), so a bulk is acknowledged two by two. */
  private static final Settings MERGING = LINUX.quickAck(false);

  private static final int REQUEST = 18;
  private static final int ANSWER = 24;

  private KernelScenarios() {}

  static Map<String, Scenario> own() {
    Map<String, Scenario> all = new LinkedHashMap<>();
    opening(all);
    closing(all);
    loss(all);
    windows(all);
    return all;
  }

  private static Scenario linux() {
    return Scenario.between(LINUX, LINUX).oneWay(Duration.ofMillis(10));
  }

  /** A request, an answer, a moment of rest; then what follows. */
  private static Program asking() {
    return Program.connecting().send(REQUEST).awaitReceived(ANSWER).pause(MOMENT);
  }

  private static Program answering() {
    return Program.listening().awaitReceived(REQUEST).send(ANSWER);
  }

  private static Program closingLate(Program program) {
    return program.awaitClose().pause(THINK).close();
  }

  private static Scenario ask() {
    return linux().client(asking().close()).server(closingLate(answering()));
  }

  /** Then the client sends so much, and closes after a rest. */
  private static Scenario bulk(Settings settings, int octets, int restMs, Rule rule) {
    return Scenario.between(settings, settings)
        .client(rest(asking().send(octets), restMs).close())
        .server(closingLate(answering().awaitReceived(REQUEST + octets)))
        .rule(rule);
  }

  private static Program rest(Program program, int ms) {
    return ms == 0 ? program.awaitAcknowledged() : program.pause(Duration.ofMillis(ms));
  }

  private static void opening(Map<String, Scenario> all) {
    all.put(
        "handshake_close",
        linux()
            .client(Program.connecting().awaitReceived(47).send(5).pause(MOMENT).close())
            .server(closingLate(Program.listening().send(47).awaitReceived(5))));
    all.put("ipv6", ask());
    all.put("time_wait_full", ask());
    all.put("syn_lost", ask().rule(Rule.drop().syn(1, 2)));
    all.put("syn_ack_lost", ask().rule(Rule.drop().synAck(1)));
    all.put("refused", linux().client(Program.connecting()).server(Program.NONE));
    Settings patient = LINUX.retries(7);
    all.put(
        "syn_timeout",
        Scenario.between(patient, LINUX).client(Program.connecting()).rule(Rule.drop().syn()));
    all.put(
        "simultaneous_open",
        linux()
            .oneWay(Duration.ofMillis(50))
            .client(
                Program.connecting()
                    .pause(THINK)
                    .send(REQUEST)
                    .awaitReceived(ANSWER)
                    .pause(MOMENT)
                    .close())
            .server(closingLate(Program.connecting().awaitReceived(REQUEST).send(ANSWER))));
  }

  private static void closing(Map<String, Scenario> all) {
    all.put(
        "close_server_first",
        linux()
            .client(closingLate(Program.connecting().send(REQUEST).awaitReceived(ANSWER)))
            .server(answering().pause(MOMENT).close()));
    all.put(
        "close_three_segments",
        Scenario.between(LINUX, LINUX.quickAck(false))
            .client(asking().close())
            .server(answering().awaitClose().close()));
    all.put(
        "simultaneous_close",
        linux()
            .oneWay(Duration.ofMillis(50))
            .client(asking().close())
            .server(answering().pause(Duration.ofMillis(150)).close()));
    Program inPieces = Program.listening().awaitClose();
    for (int i = 0; i < 4; i++) {
      inPieces = inPieces.send(5000).pause(Duration.ofMillis(50));
    }
    all.put(
        "half_close",
        linux().client(Program.connecting().send(REQUEST).close()).server(inPieces.close()));
    all.put("reset", linux().client(asking().abort()).server(closingLate(answering())));
    all.put("last_ack_lost", ask().rule(Rule.drop().from(End.CLIENT).pureAck(3)));
  }

  private static void loss(Map<String, Scenario> all) {
    Duration far = Duration.ofMillis(20);
    Rule third = Rule.drop().from(End.CLIENT).data(4); // the request is the first with text
    all.put("retransmission", bulk(MERGING, 10 * 1448, 65, third).oneWay(far));
    Settings plain = MERGING.without(Part.SACK, Part.TIMESTAMPS);
    all.put("retransmission_without_sack", bulk(plain, 10 * 1460, 65, third).oneWay(far));
    int[] six = {2, 3, 4, 5, 6, 7};
    all.put("rto_backoff", bulk(LINUX, 500, 0, Rule.drop().from(End.CLIENT).data(six)));
    all.put(
        "giving_up",
        Scenario.between(LINUX.retries(5), LINUX)
            .client(asking().send(500))
            .server(answering())
            .rule(Rule.drop().from(End.CLIENT).data(six)));
    Rule again = Rule.duplicate(Duration.ofMillis(1)).from(End.CLIENT).data(4);
    all.put("duplicate", bulk(MERGING, 6 * 1448, 211, again));
    Rule late = Rule.delay(Duration.ofMillis(4)).from(End.CLIENT).data(4);
    all.put("reordering", bulk(MERGING, 5 * 1448, 227, late).oneWay(far));
  }

  private static void windows(Map<String, Scenario> all) {
    all.put(
        "slow_start",
        Scenario.between(LINUX, MERGING)
            .oneWay(Duration.ofMillis(30))
            .client(Program.connecting().send(100_000).pause(Duration.ofMillis(185)).close())
            .server(closingLate(Program.listening().awaitReceived(100_000))));
    Settings small = LINUX.mss(536);
    all.put(
        "small_mss",
        Scenario.between(small, small)
            .client(Program.connecting().send(3000).pause(Duration.ofMillis(24)).close())
            .server(closingLate(Program.listening().awaitReceived(3000))));
    all.put(
        "keep_alive",
        Scenario.between(LINUX.keepAlive(Duration.ofSeconds(1)), LINUX)
            .client(
                Program.connecting()
                    .send(REQUEST)
                    .awaitReceived(ANSWER)
                    .pause(Duration.ofMillis(3600))
                    .close())
            .server(closingLate(answering())));
    Settings unscaled = LINUX.buffer(65_535).without(Part.WINDOW_SCALE);
    all.put(
        "window_scale_off",
        Scenario.between(unscaled, unscaled)
            .client(Program.connecting().send(7240).pause(Duration.ofMillis(122)).close())
            .server(closingLate(Program.listening().awaitReceived(7240))));
    Settings narrow = LINUX.buffer(2896);
    all.put(
        "zero_window",
        Scenario.between(LINUX, narrow)
            .client(Program.connecting().send(24_616).awaitAcknowledged().close())
            .server(
                closingLate(
                    Program.listening()
                        .stopReading()
                        .pause(Duration.ofSeconds(2))
                        .startReading()
                        .awaitReceived(24_616))));
  }

  static Map<String, Scenario> shared() {
    Map<String, Scenario> all = new LinkedHashMap<>();
    all.put(
        "close_server_first",
        linux()
            .client(closingLate(Program.connecting().send(REQUEST).awaitReceived(ANSWER)))
            .server(answering().close()));
    Program small = Program.connecting();
    for (int i = 0; i < 25; i++) {
      small = small.send(100).pause(Duration.ofMillis(130));
    }
    all.put(
        "delayed_ack_rtt",
        Scenario.between(Settings.linux(), Settings.linux())
            .client(small.close())
            .server(Program.listening().awaitClose().close()));
    all.put("refused_rst", linux().client(Program.connecting()).server(Program.NONE));
    Scenario quick =
        linux()
            .client(Program.connecting().send(REQUEST).awaitReceived(ANSWER).close())
            .server(answering().awaitClose().close());
    all.put("syn_lost", quick.rule(Rule.drop().syn(1, 2)));
    all.put(
        "handshake_ack_lost",
        linux()
            .client(
                Program.connecting().pause(THINK).send(100).pause(Duration.ofMillis(12)).close())
            .server(Program.listening().awaitClose().close())
            .rule(Rule.drop().from(End.CLIENT).pureAck(1)));
    all.put(
        "port_reuse_rst",
        linux()
            .client(Program.connecting().send(REQUEST).awaitReceived(ANSWER).abort())
            .server(answering()));
    all.put(
        "keepalive_dead",
        Scenario.between(LINUX.keepAlive(Duration.ofSeconds(1)), LINUX)
            .client(Program.connecting().send(REQUEST).awaitReceived(ANSWER))
            .server(answering())
            .rule(Rule.drop().from(End.CLIENT).pureAck(2, 3, 4, 5))
            .rule(Rule.drop().from(End.SERVER).data(2, 3, 4, 5, 6, 7)));
    shortTransfers(all);
    return all;
  }

  private static void shortTransfers(Map<String, Scenario> all) {
    int[] six = {2, 3, 4, 5, 6, 7};
    all.put("rto_backoff", transfer(linux(), 500, 0).rule(Rule.drop().from(End.CLIENT).data(six)));
    all.put(
        "tail_loss_probe",
        transfer(linux(), 5 * 1448, 230).rule(Rule.drop().from(End.CLIENT).data(6)));
    all.put(
        "timestamps_off",
        Scenario.between(LINUX.without(Part.TIMESTAMPS), LINUX.without(Part.TIMESTAMPS))
            .client(
                Program.connecting()
                    .send(REQUEST)
                    .awaitReceived(ANSWER)
                    .send(REQUEST)
                    .awaitReceived(2 * ANSWER)
                    .send(REQUEST)
                    .awaitReceived(3 * ANSWER)
                    .close())
            .server(
                answering()
                    .awaitReceived(2 * REQUEST)
                    .send(ANSWER)
                    .awaitReceived(3 * REQUEST)
                    .send(ANSWER)
                    .awaitClose()
                    .close()));
    all.put("urgent_oob", transfer(linux(), 4, 104));
    all.put(
        "timewait_reuse",
        linux()
            .client(Program.connecting().send(REQUEST).awaitReceived(ANSWER).awaitClose().close())
            .server(answering().pause(Duration.ofMillis(15)).close()));
    all.put(
        "mss_clamp",
        Scenario.between(LINUX.mss(536), MERGING.mss(536))
            .oneWay(Duration.ofMillis(20))
            .client(Program.connecting().send(20_000).awaitAcknowledged().close())
            .server(Program.listening().awaitClose().close()));
    Rule rule = Rule.duplicate(Duration.ofMillis(1)).from(End.CLIENT).data(2, 5, 8, 11, 14, 17);
    all.put(
        "duplicate_packets", transfer(Scenario.between(LINUX, MERGING), 20 * 1448, 511).rule(rule));
    Rule three = Rule.drop().from(End.CLIENT).data(9, 10, 15, 62);
    all.put(
        "multi_loss_sack",
        transfer(Scenario.between(LINUX, MERGING).oneWay(Duration.ofMillis(20)), 60 * 1448, 1794)
            .rule(three));
    Settings narrow = LINUX.buffer(2896);
    all.put(
        "zero_window",
        Scenario.between(LINUX, narrow)
            .client(Program.connecting().send(34_752).awaitAcknowledged().close())
            .server(
                Program.listening()
                    .stopReading()
                    .pause(Duration.ofSeconds(3))
                    .startReading()
                    .awaitClose()
                    .close()));
  }

  private static Scenario transfer(Scenario scenario, int octets, int restMs) {
    return scenario
        .client(
            rest(Program.connecting().send(REQUEST).awaitReceived(ANSWER).send(octets), restMs)
                .close())
        .server(answering().awaitClose().close());
  }
}
