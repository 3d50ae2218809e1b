package tcplab.plot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import tcplab.capture.IcmpError;
import tcplab.connection.Reasons;
import tcplab.connection.Side;
import tcplab.plot.Ladder.Diagram;
import tcplab.plot.Ladder.Entry;
import tcplab.plot.Ladder.Evidence;
import tcplab.plot.Ladder.Mark;
import tcplab.plot.Ladder.Step;
import tcplab.plot.LadderSteps.Identity;

/**
 * Makes the ladder of one connection from the captures of both its ends.
 *
 * <p>A segment is the same in both when its numbers, flags, timestamps and IP identification are.
 * What the sender's capture holds and the receiver's does not was lost; what the receiver's holds
 * once more than the sender's was doubled by the network.
 */
final class LadderPair {

  private final LadderSteps client;
  private final LadderSteps server;
  private final Map<Integer, Integer> clientSteps = new HashMap<>();
  private final Map<Integer, Integer> serverSteps = new HashMap<>();
  private final Reasons clientReasons;
  private final Reasons serverReasons;

  /** One segment: its place in the sender's capture and in the receiver's, -1 where it is not. */
  private record Match(boolean fromClient, int sent, int arrived, boolean copy) {}

  LadderPair(LadderSteps client, LadderSteps server) {
    this.client = client;
    this.server = server.namedAs(client);
    clientReasons = reasons(this.client);
    serverReasons = reasons(this.server);
  }

  private static Reasons reasons(LadderSteps steps) {
    return steps.reasons(IntStream.range(0, steps.rows()).boxed().toList());
  }

  Diagram diagram() {
    List<Match> matches = new ArrayList<>(matches(client, server, true));
    matches.addAll(matches(server, client, false));
    if (matches.stream().noneMatch(match -> match.sent() >= 0 && match.arrived() >= 0)) {
      String ends = client.title() + " and " + server.title();
      throw new IllegalArgumentException(
          "the two captures have no segment in common: " + Labels.inert(ends, 400));
    }
    matches.sort(java.util.Comparator.comparingLong(this::timeNs));
    List<Step> steps = new ArrayList<>();
    for (Match match : matches) {
      note(match, steps.size());
      steps.add(step(match));
    }
    addErrors(steps, client, Side.CLIENT, clientSteps);
    addErrors(steps, server, Side.SERVER, serverSteps);
    List<Entry> entries = new ArrayList<>(client.entries(Side.CLIENT, clientSteps));
    entries.addAll(server.entries(Side.SERVER, serverSteps));
    int more = Math.max(client.size() - client.rows(), server.size() - server.rows());
    boolean timed = client.timed() && server.timed();
    return new Diagram(
        client.title(),
        client.name(Side.CLIENT),
        client.name(Side.SERVER),
        steps,
        entries,
        notes(),
        more,
        timed);
  }

  /** Steps are drawn in order of time; they may stand here behind later ones. */
  private static void addErrors(
      List<Step> steps, LadderSteps capture, Side end, Map<Integer, Integer> stepOf) {
    for (IcmpError error : capture.errors()) {
      if (capture.isFor(error, end)) {
        stepOf.put(error.packet(), steps.size());
        String where = "packet " + error.packet() + " at the " + end.label();
        steps.add(capture.step(error, new Evidence(OptionalInt.empty(), where, List.of())));
      }
    }
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add("captured at both ends");
    if (!client.handshakeNote().isEmpty()) {
      notes.add("at the client: " + client.handshakeNote());
    }
    if (!server.handshakeNote().isEmpty()) {
      notes.add("at the server: " + server.handshakeNote());
    }
    return notes;
  }

  private static List<Match> matches(LadderSteps sender, LadderSteps receiver, boolean fromClient) {
    Map<Identity, Deque<Integer>> arrivals = new HashMap<>();
    for (int n = 0; n < receiver.rows(); n++) {
      if (receiver.fromClient(n) == fromClient) {
        arrivals.computeIfAbsent(receiver.identity(n), key -> new ArrayDeque<>()).add(n);
      }
    }
    List<Match> matches = new ArrayList<>();
    Map<Identity, Integer> lastSent = new HashMap<>();
    for (int n = 0; n < sender.rows(); n++) {
      if (sender.fromClient(n) == fromClient) {
        Identity identity = sender.identity(n);
        Integer arrived = arrivals.getOrDefault(identity, new ArrayDeque<>()).poll();
        matches.add(new Match(fromClient, n, arrived == null ? -1 : arrived, false));
        lastSent.put(identity, n);
      }
    }
    arrivals.forEach(
        (identity, left) ->
            left.forEach(
                n ->
                    matches.add(
                        new Match(fromClient, lastSent.getOrDefault(identity, -1), n, true))));
    return matches;
  }

  private void note(Match match, int step) {
    if (match.copy()) {
      return;
    }
    int clientRow = match.fromClient() ? match.sent() : match.arrived();
    int serverRow = match.fromClient() ? match.arrived() : match.sent();
    if (clientRow >= 0) {
      clientSteps.put(client.packet(clientRow), step);
    }
    if (serverRow >= 0) {
      serverSteps.put(server.packet(serverRow), step);
    }
  }

  private Step step(Match match) {
    LadderSteps sender = match.fromClient() ? client : server;
    LadderSteps receiver = match.fromClient() ? server : client;
    OptionalLong sent =
        match.sent() < 0 || match.copy()
            ? OptionalLong.empty()
            : OptionalLong.of(sender.timeNs(match.sent()));
    OptionalLong arrived =
        match.arrived() < 0
            ? OptionalLong.empty()
            : OptionalLong.of(receiver.timeNs(match.arrived()));
    OptionalLong clientNs = match.fromClient() ? sent : arrived;
    OptionalLong serverNs = match.fromClient() ? arrived : sent;
    Set<Mark> marks = marks(match, sender, receiver);
    boolean bySender = match.sent() >= 0 && !match.copy();
    return bySender
        ? sender.step(match.sent(), clientNs, serverNs, marks, evidence(match))
        : receiver.step(match.arrived(), clientNs, serverNs, marks, evidence(match));
  }

  /** Each capture's word on the segment, and what the two tell together. */
  private Evidence evidence(Match match) {
    int atClient = match.fromClient() ? match.sent() : match.arrived();
    int atServer = match.fromClient() ? match.arrived() : match.sent();
    List<String> where = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    if (match.arrived() < 0) {
      reasons.add("lost: the sender's capture holds it, the receiver's does not");
    } else if (match.copy()) {
      reasons.add(
          "doubled by the network: the receiver's capture holds it more often than the sender's");
    }
    if (atClient >= 0) {
      where.add("packet " + client.packet(atClient) + " at the client");
      client.events(clientReasons, atClient).forEach(e -> reasons.add("at the client, " + e));
      reasons.addAll(client.states(clientReasons, atClient, Side.CLIENT));
    }
    if (atServer >= 0) {
      where.add("packet " + server.packet(atServer) + " at the server");
      server.events(serverReasons, atServer).forEach(e -> reasons.add("at the server, " + e));
      reasons.addAll(server.states(serverReasons, atServer, Side.SERVER));
    }
    return new Evidence(OptionalInt.empty(), String.join(", ", where), reasons);
  }

  /** Why it was sent stands in the sender's capture, what the way did to it in the receiver's. */
  private static Set<Mark> marks(Match match, LadderSteps sender, LadderSteps receiver) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (match.copy()) {
      marks.add(Mark.DUPLICATE);
      return marks;
    }
    if (sender.marks(match.sent()).contains(Mark.REPEATED)) {
      marks.add(Mark.REPEATED);
    }
    if (match.arrived() < 0) {
      marks.add(Mark.LOST);
    } else if (receiver.marks(match.arrived()).contains(Mark.OUT_OF_ORDER)) {
      marks.add(Mark.OUT_OF_ORDER);
    }
    return marks;
  }

  private long timeNs(Match match) {
    LadderSteps sender = match.fromClient() ? client : server;
    LadderSteps receiver = match.fromClient() ? server : client;
    return match.sent() >= 0 ? sender.timeNs(match.sent()) : receiver.timeNs(match.arrived());
  }
}
