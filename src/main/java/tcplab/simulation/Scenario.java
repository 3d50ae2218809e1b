package tcplab.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Two ends, what their programs do, and what the network does. Immutable: each method gives a new
 * one.
 *
 * <pre>{@code
 * Run run = Scenario.between(Settings.standard(), Settings.standard())
 *     .client(Program.connecting().send(20_000).close())
 *     .server(Program.listening().awaitClose().close())
 *     .rule(Rule.drop().synAck(1))
 *     .run();
 * }</pre>
 */
public final class Scenario {
  private static final long MAX_EVENTS = 5_000_000;

  private final Settings client;
  private final Settings server;
  private final Program clientProgram;
  private final Program serverProgram;
  private final Conditions conditions;
  private final List<Rule> rules;
  private final long seed;
  private final Duration limit;

  private Scenario(
      Settings client,
      Settings server,
      Program clientProgram,
      Program serverProgram,
      Conditions conditions,
      List<Rule> rules,
      long seed,
      Duration limit) {
    this.client = client;
    this.server = server;
    this.clientProgram = clientProgram;
    this.serverProgram = serverProgram;
    this.conditions = conditions;
    this.rules = rules;
    this.seed = seed;
    this.limit = limit;
  }

  /** Two ends with the RFCs' settings; see {@link #between(Settings, Settings)}. */
  public static Scenario standard() {
    return between(Settings.standard(), Settings.standard());
  }

  /**
   * Two ends: the client sends 1000 octets, then closes; the server closes when it hears of that.
   * 10 ms one way, no faults, seed 1, at most 10 minutes of virtual time.
   */
  public static Scenario between(Settings client, Settings server) {
    return new Scenario(
        client,
        server,
        Program.connecting().send(1000).close(),
        Program.listening().awaitClose().close(),
        Conditions.PERFECT,
        List.of(),
        1,
        Duration.ofMinutes(10));
  }

  /** What the client's program does. */
  public Scenario client(Program program) {
    return new Scenario(client, server, program, serverProgram, conditions, rules, seed, limit);
  }

  /** What the server's program does. */
  public Scenario server(Program program) {
    return new Scenario(client, server, clientProgram, program, conditions, rules, seed, limit);
  }

  /** One more rule; of those that name a segment the first counts. */
  public Scenario rule(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new Scenario(
        client, server, clientProgram, serverProgram, conditions, List.copyOf(more), seed, limit);
  }

  /** How long a segment is on its way. */
  public Scenario oneWay(Duration time) {
    return with(conditions.oneWay(time));
  }

  /**
   * Faults by chance, both ways.
   *
   * @param loss the chance that a segment is lost, 0 to 1
   * @param duplication the chance that it arrives twice
   * @param reordering the chance that it is late
   * @param late how late at most
   * @throws IllegalArgumentException when a chance is none
   */
  public Scenario chance(double loss, double duplication, double reordering, Duration late) {
    return with(conditions.chances(loss, duplication, reordering, late));
  }

  /**
   * A narrow link each way, with a queue before it that loses what it cannot hold.
   *
   * @param octetsPerSecond its rate, frames whole
   * @param queue segments that can wait
   */
  public Scenario bottleneck(long octetsPerSecond, int queue) {
    return with(conditions.bottleneck(octetsPerSecond, queue));
  }

  private Scenario with(Conditions other) {
    return new Scenario(client, server, clientProgram, serverProgram, other, rules, seed, limit);
  }

  /** The number from which chance and the initial sequence numbers come. */
  public Scenario seed(long number) {
    return new Scenario(
        client, server, clientProgram, serverProgram, conditions, rules, number, limit);
  }

  /** Virtual time after which the run is broken off. */
  public Scenario limit(Duration time) {
    return new Scenario(
        client, server, clientProgram, serverProgram, conditions, rules, seed, time);
  }

  /** Runs it until nothing more happens, or the limit is reached. */
  public Run run() {
    Clock clock = new Clock();
    Journal journal = new Journal();
    Network network = new Network(conditions, rules, seed, clock);
    Map<End, Endpoint> ends = new EnumMap<>(End.class);
    for (End end : End.values()) {
      boolean first = end == End.CLIENT;
      int isn = new java.util.SplittableRandom(seed * 2 + end.ordinal()).nextInt();
      Endpoint endpoint =
          new Endpoint(
              end,
              first ? client : server,
              first ? clientProgram : serverProgram,
              isn,
              clock,
              network,
              journal);
      ends.put(end, endpoint);
      network.join(end, endpoint);
      clock.after(first ? 1 : 0, endpoint::advance); // the server listens before the client calls
    }
    long events = 0;
    while (events < MAX_EVENTS && clock.step(limit.toNanos())) {
      events++;
    }
    return new Run(journal, network, ends, clock);
  }
}
