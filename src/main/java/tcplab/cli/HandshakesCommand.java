package tcplab.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tcplab.connection.Connections;
import tcplab.table.HandshakeTable;

/** {@code tcplab handshakes FILE}. */
@Command(
    name = "handshakes",
    description =
        "One row per handshake: its variant, packets, RTT, and what both sides announced.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab handshakes capture.pcap",
      "  tcplab handshakes capture.pcap --format json | jq .[].rtt_us"
    })
final class HandshakesCommand implements Callable<Integer> {
  private static final List<String> FIRST =
      List.of(
          "connection",
          "client",
          "client_port",
          "server",
          "server_port",
          "variant",
          "rtt_us",
          "server_rtt_us",
          "client_rtt_us",
          "syn_retransmissions",
          "syn_ack_retransmissions",
          "mss_client",
          "mss_server");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private TableOutput output = new TableOutput();

  @Override
  public Integer call() throws IOException {
    return input.read(
        spec.commandLine().getErr(),
        packets -> output.print(HandshakeTable.of(Connections.of(packets)), FIRST));
  }
}
