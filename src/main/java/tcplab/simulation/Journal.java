package tcplab.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tcplab.tcp.Transition;

/** What is written down while a scenario runs. */
final class Journal {
  final List<Run.StateChange> states = new ArrayList<>();
  final List<Repeat> repeats = new ArrayList<>();
  final List<Run.WindowSample> windows = new ArrayList<>();
  final Map<End, Integer> damaged = new EnumMap<>(End.class);

  void state(long timeNs, End end, Transition transition) {
    states.add(new Run.StateChange(timeNs, end, transition));
  }

  void repeat(Repeat repeat) {
    repeats.add(repeat);
  }

  void window(long timeNs, End end, long cwnd, long ssthresh) {
    windows.add(new Run.WindowSample(timeNs, end, cwnd, ssthresh));
  }

  void damaged(End end) {
    damaged.merge(end, 1, Integer::sum);
  }
}
