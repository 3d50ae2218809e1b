package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tcplab.Score;

/**
 * Every field of every TCP frame of every capture against tshark's answer. A difference is wrong
 * unless {@code explained.tsv} gives a reason for it, and a reason that explains nothing is wrong
 * too.
 */
public class TsharkComparisonTest {
  private record Reason(String capture, String frame, String field) {}

  private final Map<Reason, String> reasons = reasons();
  private final Set<Reason> used = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private int captures;
  private long frames;
  private long equal;
  private long explained;

  @Test
  void every_field_equals_what_tshark_reads_or_the_difference_is_explained() throws IOException {
    Score score = score();
    assertThat(score.wrong()).isEmpty();
    assertThat(score.captures()).isPositive();
  }

  /** Compares every capture. */
  public Score score() throws IOException {
    counts.putAll(SharedCaptures.manifest());
    for (String capture : counts.keySet()) {
      compare(capture);
    }
    reasons.keySet().stream()
        .filter(reason -> !used.contains(reason))
        .forEach(reason -> wrong.add("explains nothing: " + reason));
    return new Score(
        "fields of packets, against tshark", captures, frames, equal, explained, wrong);
  }

  private void compare(String capture) throws IOException {
    captures++;
    List<Map<String, String>> oracle = SharedCaptures.oracle(capture);
    Packets packets;
    try {
      packets = CaptureFile.read(SharedCaptures.folder().resolve(capture));
    } catch (CaptureException e) {
      check(capture, "*", "readable", "yes", e.fault().problem());
      return;
    }
    check(capture, "*", "frames", "" + counts.get(capture), "" + packets.frames());
    Map<String, Integer> rows = new HashMap<>();
    for (int row = 0; row < packets.size(); row++) {
      rows.put(String.valueOf(packets.packet(row)), row);
    }
    for (Map<String, String> theirs : oracle) {
      frame(capture, packets, rows.remove(theirs.getOrDefault("frame.number", "")), theirs);
    }
    rows.keySet().forEach(frame -> check(capture, frame, "tcp", "no", "yes"));
  }

  private void frame(
      String capture, Packets packets, @Nullable Integer row, Map<String, String> theirs) {
    String number = theirs.getOrDefault("frame.number", "");
    boolean tcp = List.of(theirs.getOrDefault("frame.protocols", "").split(":")).contains("tcp");
    if (!tcp && row == null) {
      return;
    }
    frames++;
    if (!tcp || row == null) {
      check(capture, number, "tcp", tcp ? "yes" : "no", row == null ? "no" : "yes");
      return;
    }
    Map<String, String> ours = TsharkFields.of(packets, row);
    for (Map.Entry<String, String> field : TsharkFields.expected(theirs).entrySet()) {
      String mine = Objects.requireNonNull(ours.get(field.getKey()), field.getKey());
      check(capture, number, field.getKey(), field.getValue(), mine);
    }
  }

  private void check(String capture, String frame, String field, String theirs, String ours) {
    if (theirs.equals(ours)) {
      equal++;
      return;
    }
    boolean offload = field.equals("checksum") && theirs.equals("0") && ours.equals("2");
    Reason everywhere = new Reason("*", "*", "checksum left to the network card");
    for (Reason reason :
        List.of(
            offload ? everywhere : new Reason(capture, frame, field),
            new Reason(capture, "*", field))) {
      if (reasons.containsKey(reason)) {
        used.add(reason);
        explained++;
        return;
      }
    }
    wrong.add(capture + " frame " + frame + " " + field + ": " + theirs + ", but ours " + ours);
  }

  private static Map<Reason, String> reasons() {
    Map<Reason, String> reasons = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    TsharkComparisonTest.class.getResourceAsStream("explained.tsv")),
                StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .forEach(cells -> reasons.put(new Reason(cells[0], cells[1], cells[2]), cells[3]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }
}
