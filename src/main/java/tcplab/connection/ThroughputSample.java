package tcplab.connection;

/**
 * What one side sent within one interval.
 *
 * @param startNs the interval's beginning, ns since the epoch
 * @param lengthNs its length
 * @param side who sent
 * @param packets segments, duplicates of the capture left out
 * @param bytes payload octets, repeats included
 * @param newBytes payload octets that had not been seen before
 */
public record ThroughputSample(
    long startNs, long lengthNs, Side side, int packets, long bytes, long newBytes) {
  private static final double NS_PER_S = 1e9;

  /** Payload octets a second, repeats included. */
  public double throughput() {
    return bytes / (lengthNs / NS_PER_S);
  }

  /** New payload octets a second: what the connection is for. */
  public double goodput() {
    return newBytes / (lengthNs / NS_PER_S);
  }
}
