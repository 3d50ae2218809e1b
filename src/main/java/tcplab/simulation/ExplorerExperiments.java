package tcplab.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import tcplab.simulation.ExplorerVerdict.Outcome;
import tcplab.simulation.HandshakeSettings.GivesUp;
import tcplab.simulation.HandshakeSettings.Numbers;
import tcplab.simulation.HandshakeSettings.Variant;
import tcplab.simulation.TimeWaitSettings.Resets;

/**
 * The questions that the lessons ask of the explorer: each assumption under which something is said
 * to hold, and the same with the assumption dropped.
 */
public final class ExplorerExperiments {
  /** How many segments are on their way at once unless somebody asks for more. */
  public static final int IN_FLIGHT = 2;

  private ExplorerExperiments() {}

  /**
   * One length of TIME-WAIT: the shortest with which a property holds.
   *
   * @param msl the maximum segment lifetime, in ticks
   * @param rto the retransmission timeout, in ticks
   * @param losses how many segments may be lost
   * @param forFin the shortest with which a repeated FIN is answered, in ticks
   * @param forData the shortest with which no old data is accepted, in ticks
   * @param needed MSL + max(MSL, losses · RTO), in ticks
   */
  public record LeastTimeWait(int msl, int rto, int losses, int forFin, int forData, int needed) {}

  /**
   * Two, three and four segments, under six sets of assumptions.
   *
   * @param inFlight how many segments may be on their way at once, 2 to 5; with 2 all is done in a
   *     second or two, with 3 there are a hundred times as many states
   * @throws IllegalArgumentException when it is out of that range
   */
  public static List<ExplorerModel> handshakes(int inFlight) {
    if (inFlight < 2) {
      throw new IllegalArgumentException(
          "the handshakes need 2 segments in flight at least, not " + inFlight);
    }
    List<ExplorerModel> models = new ArrayList<>();
    List<UnaryOperator<HandshakeSettings>> safety =
        List.of(
            faults -> faults,
            faults -> faults.with(Numbers.ANY),
            faults -> faults.with(Numbers.ANY).withQuietTime());
    for (UnaryOperator<HandshakeSettings> assumptions : safety) {
      for (Variant variant : Variant.values()) {
        HandshakeSettings faults = HandshakeSettings.safety(variant).withInFlight(inFlight);
        models.add(HandshakeModel.safety(assumptions.apply(faults)));
      }
    }
    List<UnaryOperator<HandshakeSettings>> liveness =
        List.of(
            loss -> loss,
            loss -> loss.with(GivesUp.BOTH).withCrashes(true),
            loss -> loss.with(GivesUp.BOTH).withCrashes(true).withKeepAlive(true).withClose(true));
    for (UnaryOperator<HandshakeSettings> assumptions : liveness) {
      for (Variant variant : Variant.values()) {
        HandshakeSettings loss = HandshakeSettings.liveness(variant).withInFlight(inFlight);
        models.add(HandshakeModel.liveness(assumptions.apply(loss)));
      }
    }
    return models;
  }

  /** TIME-WAIT of several lengths, against losses, an adversary's numbers and old RSTs. */
  public static List<ExplorerModel> timeWaits() {
    int msl = TimeWaitSettings.lasting(0).msl();
    TimeWaitSettings none = TimeWaitSettings.lasting(0);
    TimeWaitSettings one = TimeWaitSettings.lasting(msl);
    TimeWaitSettings two = TimeWaitSettings.lasting(2 * msl);
    TimeWaitSettings more = two.withLosses(3);
    return List.of(
        new TimeWaitModel(none),
        new TimeWaitModel(one),
        new TimeWaitModel(two),
        new TimeWaitModel(two.withLosses(2)),
        new TimeWaitModel(more),
        new TimeWaitModel(more.with(more.msl(), more.rto(), more.needed())),
        new TimeWaitModel(none.with(TimeWaitSettings.Numbers.DISJOINT)),
        new TimeWaitModel(two.with(Resets.OBEYED)),
        new TimeWaitModel(two.with(Resets.IGNORED)),
        new TimeWaitModel(two.with(Resets.OBEYED).with(TimeWaitSettings.Numbers.DISJOINT)));
  }

  /** Explores each model within the usual limits. */
  public static List<Exploration> explore(List<ExplorerModel> models) {
    return explore(models, ExplorerLimits.USUAL);
  }

  /** Explores each model within limits that hold for each. */
  public static List<Exploration> explore(List<ExplorerModel> models, ExplorerLimits limits) {
    return models.stream().map(model -> Explorer.explore(model, limits)).toList();
  }

  /**
   * The shortest TIME-WAIT for several retransmission timeouts and losses, found by trying every
   * length from 0 on: what the rule MSL + max(MSL, losses · RTO) is worth.
   */
  public static List<LeastTimeWait> leastTimeWaits() {
    List<LeastTimeWait> rows = new ArrayList<>();
    int msl = TimeWaitSettings.lasting(0).msl();
    for (int rto : new int[] {msl / 2, msl}) {
      for (int losses = 0; losses <= 3; losses++) {
        TimeWaitSettings settings =
            TimeWaitSettings.lasting(0).with(msl, rto, 0).withLosses(losses);
        int forFin = least(settings, TimeWaitModel.FIN_ANSWERED);
        int forData = least(settings, TimeWaitModel.NO_OLD_DATA);
        rows.add(new LeastTimeWait(msl, rto, losses, forFin, forData, settings.needed()));
      }
    }
    return rows;
  }

  /** The shortest TIME-WAIT, in ticks, with which a property holds. */
  static int least(TimeWaitSettings settings, String property) {
    int ticks = 0;
    while (true) {
      TimeWaitSettings tried = settings.with(settings.msl(), settings.rto(), ticks);
      Outcome outcome = Explorer.explore(new TimeWaitModel(tried)).verdict(property).outcome();
      if (outcome == Outcome.HOLDS) {
        return ticks;
      }
      if (outcome == Outcome.UNDECIDED) {
        throw new IllegalStateException("a bound cuts the model short: " + tried);
      }
      ticks++;
    }
  }

  /** The counterexamples in the order of verdicts. */
  public static List<Counterexample> runs(List<Exploration> explorations) {
    return explorations.stream()
        .flatMap(exploration -> exploration.verdicts().stream())
        .flatMap(verdict -> verdict.counterexample().stream())
        .toList();
  }

  /**
   * The numbers, from 1, of the counterexamples worth showing first: of each variant and property
   * the first one.
   */
  public static List<Integer> firstRuns(List<Exploration> explorations) {
    List<Integer> numbers = new ArrayList<>();
    Set<List<String>> shown = new HashSet<>();
    int number = 0;
    for (Exploration exploration : explorations) {
      for (ExplorerVerdict verdict : exploration.verdicts()) {
        if (verdict.counterexample().isPresent()) {
          number++;
          if (shown.add(List.of(exploration.variant(), verdict.property()))) {
            numbers.add(number);
          }
        }
      }
    }
    return numbers;
  }
}
