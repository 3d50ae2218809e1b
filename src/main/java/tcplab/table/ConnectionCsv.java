package tcplab.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tcplab.connection.Connections;

/**
 * Writes the table <em>connections</em> as CSV, octet for octet as {@link CsvWriter} writes {@link
 * ConnectionTable}, in a third of its time: as {@link PacketCsv} does for packets. Of a short
 * capture, making the table's fifty columns alone takes longer than analysing it.
 */
public final class ConnectionCsv {
  /** The names of the columns that {@link ConnectionTable} shows unasked, without making them. */
  private static final String HEADER =
      "connection,client,client_port,server,server_port,first_packet,last_packet,start_ns,end_ns"
          + side("client")
          + side("server")
          + ",handshake,handshake_rtt_us,teardown,closed_first,orientation,capture_point"
          + ",conn_state,history,capture_loss_bytes"
          + flow("client")
          + flow("server")
          + "\r\n";

  private ConnectionCsv() {}

  private static String side(String side) {
    return ",packets_#,bytes_#,unique_bytes_#,retransmissions_#,out_of_order_#,duplicate_acks_#"
            .replace("#", side)
        + ",zero_windows_#,mss_#,window_scale_#,syn_seen_#,rtt_min_us_#,rtt_avg_us_#,rtt_max_us_#"
            .replace("#", side)
        + ",max_in_flight_bytes_#,states_#".replace("#", side);
  }

  private static String flow(String side) {
    return ",zero_window_us_#,throughput_bytes_per_s_#,goodput_bytes_per_s_#".replace("#", side);
  }

  /**
   * Writes all connections with the columns that {@link ConnectionTable#of} has, and flushes the
   * stream, which stays open.
   *
   * @throws IOException when the stream does, as after a broken pipe
   */
  public static void write(Connections connections, OutputStream stream) throws IOException {
    stream.write(HEADER.getBytes(StandardCharsets.US_ASCII));
    LineBlocks.write(connections.count(), () -> new ConnectionLines(connections), stream);
    stream.flush();
  }
}
