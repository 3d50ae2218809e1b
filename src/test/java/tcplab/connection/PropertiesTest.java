package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplab.capture.CaptureFile;
import tcplab.capture.PacketFilter;
import tcplab.capture.Packets;
import tcplab.capture.PacketsBuilder;
import tcplab.capture.Progress;
import tcplab.tcp.Flags;

/** What must hold for any packets at all, tried on many seeded ones. */
class PropertiesTest {
  private static final int SEEDS = 400;

  @TempDir private Path folder;

  /** A conversation with losses, repeats, duplicates, holes and closes at random. */
  private static Dialogue conversation(Random random) {
    Dialogue dialogue = new Dialogue();
    if (random.nextBoolean()) {
      dialogue.withTimestamps();
    }
    if (random.nextInt(5) > 0) {
      dialogue.handshake();
    }
    int turns = 5 + random.nextInt(40);
    for (int i = 0; i < turns; i++) {
      turn(dialogue, random);
    }
    return dialogue;
  }

  private static void turn(Dialogue dialogue, Random random) {
    Dialogue speaking = random.nextBoolean() ? dialogue.client() : dialogue.server();
    speaking.after(random.nextInt(300) / 10.0);
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> speaking.data(1 + random.nextInt(3000));
      case 4, 5, 6 -> speaking.ack();
      case 7 -> speaking.data(100).lost();
      case 8 -> speaking.data(100).unseen();
      case 9 -> speaking.data(10).duplicate();
      case 10 -> speaking.ack().repeat(random.nextInt(dialogue.size()));
      default -> speaking.say(random.nextInt(Flags.MASK + 1) & ~Flags.SYN, random.nextInt(50));
    }
  }

  /** Everything that the tables show, as one text. */
  private static String everything(Connections connections) {
    StringBuilder text = new StringBuilder();
    for (Connection c : connections.all()) {
      text.append(c.number()).append(' ').append(c.handshakeVariant()).append(' ');
      text.append(c.handshakeRttNs()).append(c.teardown()).append(c.orientation());
      text.append(c.capturePoint()).append(c.connState()).append(c.history());
      text.append(c.captureLossBytes());
      for (Side side : Side.values()) {
        text.append('\n').append(c.packets(side)).append(' ').append(c.bytes(side));
        text.append(' ').append(c.uniqueBytes(side)).append(' ').append(c.retransmissions(side));
        text.append(' ').append(c.outOfOrder(side)).append(' ').append(c.duplicateAcks(side));
        text.append(c.rttAverageNs(side)).append(c.maxInFlightBytes(side)).append(c.states(side));
      }
    }
    for (Connection c : connections.all()) {
      text.append('\n').append(c.rtt()).append(c.repeats()).append(c.inFlight());
      text.append(c.window()).append(c.sequence()).append(c.cwnd()).append(c.limits());
      text.append(c.throughput(Duration.ofMillis(50)));
    }
    Measures measures = connections.measures();
    for (int row = 0; row < connections.packets().size(); row++) {
      text.append('\n').append(connections.connectionOf(row)).append(connections.sender(row));
      text.append(Event.text(connections.events(row))).append(measures.bytesInFlight(row));
      text.append(' ').append(measures.rttNs(row));
    }
    return text.toString();
  }

  private static void check(Connections connections, int seed) {
    int packets = 0;
    for (Connection c : connections.all()) {
      packets += c.size();
      assertThat(c.captureLossBytes()).as("seed %d", seed).isNotNegative();
      for (Side side : Side.values()) {
        assertThat(c.uniqueBytes(side)).as("seed %d", seed).isBetween(0L, c.bytes(side));
        assertThat(c.outOfOrder(side)).isBetween(0, c.packets(side));
        if (c.rttMinNs(side).isPresent()) {
          double average = c.rttAverageNs(side).orElseThrow();
          assertThat((double) c.rttMinNs(side).getAsLong()).isLessThanOrEqualTo(average + 1);
          assertThat(average).isLessThanOrEqualTo(c.rttMaxNs(side).getAsLong() + 1.0);
        }
        Set<Object> states = new HashSet<>();
        for (StateEntry entry : c.states(side)) {
          assertThat(states.add(entry.state())).as("seed %d, %s twice", seed, entry).isTrue();
        }
      }
    }
    assertThat(packets).isEqualTo(connections.packets().size());
  }

  @Test
  void counts_are_consistent_whatever_two_ends_say() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Connections connections = conversation(new Random(seed)).connections();
      check(connections, seed);
      RoundTripTest.assertSeriesAgree(connections, "seed " + seed);
    }
  }

  @Test
  void packets_in_any_order_are_read_to_the_end() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Connections connections = conversation(random).shuffled(random).connections();
      check(connections, seed);
      RoundTripTest.assertSeriesAgree(connections, "seed " + seed);
    }
  }

  @Test
  void moving_the_initial_sequence_numbers_changes_nothing() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Dialogue dialogue = conversation(random);
      String expected = everything(Connections.of(dialogue.build()));
      // One that wraps within the first octets, and any other.
      int[] moves = {-1000 - random.nextInt(3000), random.nextInt(), Integer.MIN_VALUE};
      for (int move : moves) {
        String moved = everything(Connections.of(dialogue.build(move, random.nextInt())));
        assertThat(moved).as("seed %d, moved by %d", seed, move).isEqualTo(expected);
      }
    }
  }

  /** Copies rows, with what {@code change} makes of times, ends and numbers. */
  private static Packets rebuilt(Packets packets, boolean mirrored, long later) {
    PacketsBuilder builder = Packets.builder();
    for (int row = 0; row < packets.size(); row++) {
      int sourcePort = packets.sourcePort(row);
      int destinationPort = packets.destinationPort(row);
      builder.add(
          packets.timeNs(row) + later,
          mirrored ? packets.destination(row) : packets.source(row),
          mirrored ? 65535 - sourcePort : sourcePort,
          mirrored ? packets.source(row) : packets.destination(row),
          mirrored ? 65535 - destinationPort : destinationPort,
          packets.seq(row),
          packets.ack(row),
          packets.flags(row),
          packets.window(row),
          packets.length(row),
          packets.options(row));
      builder.ipId(packets.ipId(row));
      if (packets.hasTimestamps(row)) {
        builder.timestamps(packets.tsValue(row), packets.tsEcho(row));
      }
    }
    return builder.build();
  }

  @Test
  void moving_all_times_changes_nothing_but_times() {
    long later = 86_400_000_000_000L;
    for (int seed = 0; seed < SEEDS; seed++) {
      Packets packets = conversation(new Random(seed)).build();
      String expected = everything(Connections.of(packets));
      String moved = everything(Connections.of(rebuilt(packets, false, later)));
      assertThat(withoutTimes(moved)).as("seed %d", seed).isEqualTo(withoutTimes(expected));
    }
  }

  /** Times are the only numbers of 19 digits. */
  private static String withoutTimes(String text) {
    return text.replaceAll("\\b1[0-9]{18}\\b", "T");
  }

  @Test
  void other_addresses_and_ports_for_the_two_ends_change_nothing_that_was_seen_of_a_syn() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Packets packets = conversation(new Random(seed)).build();
      Connections expected = Connections.of(packets);
      if (expected.connection(0).orientation() == Orientation.SYN) {
        assertThat(everything(Connections.of(rebuilt(packets, true, 0))))
            .as("seed %d", seed)
            .isEqualTo(everything(expected));
      }
    }
  }

  /** One direction in one file, the other in another, or the beginning and the end. */
  @Test
  void a_connection_merged_from_two_files_is_the_one_that_was_split() throws IOException {
    for (String name : List.of("multi_loss_sack", "zero_window", "port_reuse_rst")) {
      Path source = SharedCaptures.folder().resolve("gt/" + name + ".client.pcap");
      String whole = everything(Connections.of(CaptureFile.read(source)));
      for (boolean halves : new boolean[] {true, false}) {
        List<Path> parts = split(Files.readAllBytes(source), halves);
        Packets merged = CaptureFile.merge(parts, PacketFilter.ALL, Progress.NONE);
        assertThat(everything(Connections.of(merged))).as(name).isEqualTo(whole);
      }
    }
  }

  private List<Path> split(byte[] capture, boolean halves) throws IOException {
    int header = 24;
    int senderAt = 16 + 29; // after the record's header, the last octet of the IPv4 source
    ByteBuffer in = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
    ByteArrayOutputStream[] parts = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
    parts[0].write(capture, 0, header);
    parts[1].write(capture, 0, header);
    for (int at = header; at < capture.length; ) {
      int length = 16 + in.getInt(at + 8);
      boolean first = halves ? at < capture.length / 2 : capture[at + senderAt] == 1;
      parts[first ? 0 : 1].write(capture, at, length);
      at += length;
    }
    return List.of(
        Files.write(folder.resolve("first.pcap"), parts[0].toByteArray()),
        Files.write(folder.resolve("second.pcap"), parts[1].toByteArray()));
  }

  @Test
  void series_of_any_numbers_are_in_order_and_within_bounds() {
    for (int seed = 0; seed < SEEDS; seed++) {
      for (Packets packets :
          List.of(noise(new Random(seed)), conversation(new Random(seed)).build())) {
        for (Connection c : Connections.of(packets).all()) {
          checkSeries(c, seed);
        }
      }
    }
  }

  private static void checkSeries(Connection c, int seed) {
    String seeded = "seed " + seed;
    assertThat(c.rtt()).as(seeded).isSortedAccordingTo(Comparator.comparing(RttSample::packet));
    for (RttSample sample : c.rtt()) {
      assertThat(sample.timerRttNs()).as(seeded).isNotNegative();
      assertThat(sample.rtoNs()).isBetween(1_000_000_000L, 120_000_000_000L);
      assertThat(sample.linuxRtoNs()).isBetween(200_000_000L, 120_000_000_000L);
    }
    for (FlightSample sample : c.inFlight()) {
      assertThat(sample.inFlightBytes()).as(seeded).isNotNegative();
      assertThat(sample.freeBytes().orElse(0)).isNotNegative();
    }
    for (CwndSample sample : c.cwnd()) {
      assertThat(sample.cwndSegments()).as(seeded).isPositive();
      assertThat(sample.inFlightSegments()).isNotNegative();
    }
    for (LimitSpan span : c.limits()) {
      assertThat(span.durationNs()).as(seeded).isPositive();
    }
    assertThat(c.sequence().size()).isLessThanOrEqualTo(c.size());
    long bytes = c.bytes(Side.CLIENT) + c.bytes(Side.SERVER);
    long summed =
        c.throughput(Duration.ofDays(40_000)).stream().mapToLong(ThroughputSample::bytes).sum();
    assertThat(summed).as(seeded).isLessThanOrEqualTo(bytes);
  }

  @Test
  void any_numbers_in_any_header_are_survived_and_explained() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Connections connections = Connections.of(noise(new Random(seed)));
      check(connections, seed);
      for (Connection connection : connections.all()) {
        for (int i = 0; i < connection.size(); i++) {
          int row = connection.row(i);
          Set<Event> explained = new HashSet<>();
          for (Explanation e : connection.explain(connections.packets().packet(row))) {
            explained.add(e.event());
          }
          assertThat(explained)
              .as("seed %d row %d", seed, row)
              .isEqualTo(Event.of(connections.events(row)));
        }
      }
    }
  }

  /** Random headers between few endpoints. */
  private static Packets noise(Random random) {
    PacketsBuilder builder = Packets.builder();
    int size = random.nextInt(60);
    List<Integer> numbers = new ArrayList<>(List.of(0, 1, -1, Integer.MIN_VALUE));
    for (int i = 0; i < size; i++) {
      boolean forward = random.nextBoolean();
      numbers.add(random.nextBoolean() ? random.nextInt() : random.nextInt(100));
      int seq = numbers.get(random.nextInt(numbers.size())) + random.nextInt(3);
      int ack = numbers.get(random.nextInt(numbers.size())) + random.nextInt(3);
      int length = random.nextInt(4) == 0 ? random.nextInt(1 << 30) : random.nextInt(100);
      builder.add(
          random.nextInt(10) == 0 ? Packets.NO_TIME : random.nextLong() >> 8,
          forward ? "::1" : "::2",
          forward ? 7 : 9 + random.nextInt(2),
          forward ? "::2" : "::1",
          forward ? 9 + random.nextInt(2) : 7,
          seq,
          ack,
          random.nextInt(Flags.MASK + 1),
          random.nextInt(3) * 30_000,
          length,
          options(random));
      if (random.nextBoolean()) {
        builder.timestamps(random.nextInt(), random.nextInt());
      }
      if (random.nextBoolean()) {
        builder.ipId(random.nextInt(3));
      }
    }
    return builder.build();
  }

  private static Packets.Options options(Random random) {
    int[] sack = random.ints(random.nextInt(3) * 2L).toArray();
    return new Packets.Options(
        random.nextInt(4) - 1, random.nextInt(20) - 1, random.nextBoolean(), sack, Packets.ABSENT);
  }
}
