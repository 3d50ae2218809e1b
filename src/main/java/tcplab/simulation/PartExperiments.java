package tcplab.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What each part of TCP is good for: the same fault of the network with the part and without it.
 *
 * <p>The client sends octets that tell their own place, so it is known whether they came as they
 * were sent. {@link #all} runs everything in virtual time, in well under a second.
 */
public final class PartExperiments {
  private static final int OCTETS = 20_000;
  private static final int MANY = 60_000;
  private static final Settings ALL = Settings.standard();
  private static final Settings NO_CONTROL = ALL.congestion(Congestion.NONE);
  private static final Settings TAHOE = ALL.congestion(Congestion.TAHOE);
  private static final Program READER = Program.listening().awaitClose().close();
  private static final Program LATE_READER =
      Program.listening()
          .stopReading()
          .pause(Duration.ofSeconds(3))
          .startReading()
          .awaitClose()
          .close();

  private PartExperiments() {}

  /**
   * What became of one transfer.
   *
   * @param part the part in question
   * @param fault what the network or the reader did
   * @param present whether the part was at work
   * @param sent octets that the client's program sent
   * @param received octets that the server's program was given
   * @param asSent whether they are those that were sent, in order
   * @param repeats segments that were sent again
   * @param lastArrivalNs when the last data arrived, since the run began
   * @param remarks what else there is to say, such as an end that waits for ever
   */
  public record Outcome(
      Part part,
      String fault,
      boolean present,
      int sent,
      int received,
      boolean asSent,
      int repeats,
      long lastArrivalNs,
      List<String> remarks) {
    /** Copies the remarks. */
    public Outcome {
      remarks = List.copyOf(remarks);
    }
  }

  private record Experiment(
      Part part,
      String fault,
      int octets,
      Program server,
      Settings with,
      Settings without,
      Rule... rules) {

    Outcome run(boolean present) {
      Settings client = present ? with : without;
      Scenario scenario =
          Scenario.between(client, part == Part.FLOW_CONTROL ? with : client)
              .client(Program.connecting().send(octets).close())
              .server(server);
      for (Rule rule : rules) {
        scenario = scenario.rule(rule);
      }
      Run run = scenario.run();
      byte[] received = run.received(End.SERVER);
      boolean asSent = received.length == octets;
      for (int i = 0; i < received.length && asSent; i++) {
        asSent = received[i] == (byte) (i % Program.PLACES);
      }
      return new Outcome(
          part,
          fault,
          present,
          octets,
          received.length,
          asSent,
          run.repeats().size(),
          lastArrival(run),
          run.remarks());
    }

    private static long lastArrival(Run run) {
      return run.parcels().stream()
          .filter(parcel -> parcel.from() == End.CLIENT && parcel.segment().length() > 0)
          .flatMap(parcel -> parcel.arrivals().stream())
          .mapToLong(Parcel.Arrival::timeNs)
          .max()
          .orElse(0);
    }
  }

  /** Two outcomes for each experiment: with the part, then without. */
  public static List<Outcome> all() {
    List<Outcome> outcomes = new ArrayList<>();
    for (Experiment experiment : experiments()) {
      outcomes.add(experiment.run(true));
      outcomes.add(experiment.run(false));
    }
    return outcomes;
  }

  private static List<Experiment> experiments() {
    Settings unordered = NO_CONTROL.without(Part.ORDERING, Part.FAST_RETRANSMIT, Part.SACK);
    Settings slow = TAHOE.without(Part.FAST_RETRANSMIT, Part.SACK);
    Rule damage = Rule.damage().from(End.CLIENT).data(3);
    Rule loss = Rule.drop().from(End.CLIENT).data(3);
    Rule twice = Rule.duplicate(Duration.ofMillis(1)).from(End.CLIENT).data(3);
    Rule late = Rule.delay(Duration.ofMillis(5)).from(End.CLIENT).data(3);
    Rule two = Rule.drop().from(End.CLIENT).data(3, 6);
    return List.of(
        transfer(Part.CHECKSUM, "a segment is damaged", ALL, ALL.without(Part.CHECKSUM), damage),
        transfer(Part.ORDERING, "a segment is lost", ALL, unordered, loss),
        transfer(Part.ORDERING, "a segment comes twice", ALL, unordered, twice),
        transfer(Part.ORDERING, "a segment comes late", ALL, unordered, late),
        lastSegmentLost(),
        transfer(Part.FAST_RETRANSMIT, "a segment is lost", ALL, slow, loss),
        transfer(Part.SACK, "two segments are lost", ALL, TAHOE.without(Part.SACK), two),
        lateReader(),
        lostUpdate());
  }

  private static Experiment lastSegmentLost() {
    return new Experiment(
        Part.RETRANSMISSION_TIMER,
        "the only segment is lost",
        500,
        READER,
        ALL,
        ALL.without(Part.RETRANSMISSION_TIMER, Part.BACKOFF, Part.GIVING_UP),
        Rule.drop().from(End.CLIENT).data(1));
  }

  private static Experiment lateReader() {
    Settings small = ALL.buffer(8192);
    return new Experiment(
        Part.FLOW_CONTROL,
        "the reader sleeps for three seconds",
        MANY,
        LATE_READER,
        small,
        small.without(Part.FLOW_CONTROL, Part.WINDOW_SCALE, Part.ZERO_WINDOW_PROBES));
  }

  private static Experiment lostUpdate() {
    Settings small = ALL.buffer(4096);
    return new Experiment(
        Part.ZERO_WINDOW_PROBES,
        "the window's update is lost",
        9000,
        LATE_READER,
        small,
        small.without(Part.ZERO_WINDOW_PROBES),
        Rule.drop()
            .from(End.SERVER)
            .matching("window update", s -> s.flags() == 0x10 && s.window() > 4000, 1));
  }

  private static Experiment transfer(
      Part part, String fault, Settings with, Settings without, Rule rule) {
    return new Experiment(part, fault, OCTETS, READER, with, without, rule);
  }
}
