package tcplab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainLineTest {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");
  private static final String CAPTURE = DATA.resolve("handshake_close.client.pcap").toString();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sockets --listeners",
        "sockets --watch 1s",
        "sockets --info --info",
        "sockets --port 0",
        "sockets --port 70000",
        "sockets --port +1",
        "sockets --state OPEN",
        "sockets --state listen --state closed",
        "sockets --filter nonsense",
        "sockets netstat.txt --processes",
        "sockets a.txt b.txt",
        "packets a.pcap --port 1",
        "packets a.pcap --info",
        "packets",
        "packets --help",
        "packets -h a.pcap",
        "packets a.pcap --format",
        "packets a.pcap --format xml",
        "packets a.pcap --format csv --format json",
        "packets a.pcap --format=csv",
        "packets a.pcap -oout.csv",
        "packets a.pcap --unknown x",
        "packets a.pcap --columns --format",
        "packets @words",
        "packets -- a.pcap",
        "Packets a.pcap",
        "connections --vlans-apart a.pcap"
      })
  void what_is_unusual_or_wrong_is_left_to_picocli(String line) {
    assertThat(PlainLine.parse(line.isEmpty() ? new String[0] : line.split(" "))).isNull();
  }

  @Test
  void it_prints_what_picocli_prints() throws Exception {
    Path text = folder.resolve("netstat.txt");
    Files.writeString(
        text,
        """
        tcp 0 0 0.0.0.0:3306 0.0.0.0:* LISTEN
        tcp 0 0 10.0.0.5:3306 10.0.0.9:41000 ESTABLISHED
        tcp 0 0 10.0.0.5:33060 10.0.0.9:41002 CLOSE_WAIT
        """);
    String netstat = text.toString();
    for (List<String> words :
        List.of(
            List.of("packets", CAPTURE, "--format", "csv"),
            List.of("packets", "--format", "CSV", "--columns", "seq,packet,seq_", CAPTURE),
            List.of("packets", "--columns", "packet,flags", CAPTURE),
            List.of("connections", CAPTURE, CAPTURE, "--format", "json"),
            List.of("handshakes", CAPTURE),
            List.of("sockets", netstat, "--state", "listen,estab", "--format", "csv"),
            List.of("sockets", netstat, "--port", "3306", "--columns", "state,remote"),
            List.of("sockets", netstat, "--filter", "dport = :41002", "--format", "json"),
            List.of("sockets", netstat, "--columns", "state,nonsense"),
            List.of("sockets", folder.resolve("none.txt").toString()),
            List.of("teardowns", CAPTURE, "--format", "csv"),
            List.of("connections", folder.resolve("none.pcap").toString()))) {
      Result plain = run(words, true);
      Result picocli = run(words, false);
      assertThat(plain).as(words.toString()).isEqualTo(picocli);
    }
  }

  private record Result(int code, String output, String messages) {}

  private Result run(List<String> words, boolean plainly) throws Exception {
    Path file = folder.resolve("output");
    Files.deleteIfExists(file);
    String[] all = new ArrayList<>(words).toArray(new String[words.size() + 2]);
    all[words.size()] = plainly ? "-o" : "--output";
    all[words.size() + 1] = file.toString();
    StringWriter messages = new StringWriter();
    int code;
    if (plainly) {
      PlainLine line = Objects.requireNonNull(PlainLine.parse(all));
      code = line.run(new PrintWriter(messages));
    } else {
      code = RootCommand.commandLine().setErr(new PrintWriter(messages)).execute(all);
    }
    return new Result(code, Files.exists(file) ? Files.readString(file) : "", messages.toString());
  }

  @Test
  void the_rehearsal_goes_through() throws Exception {
    CommandRehearsal.play();
  }
}
