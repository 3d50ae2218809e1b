package tcplab.capture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;

/**
 * A network interface on which one can capture.
 *
 * @param name such as {@code eth0}
 * @param description what libpcap says of it, if anything
 * @param addresses its IP addresses
 * @param up whether it is up
 * @param loopback whether it is the machine's own
 */
public record CaptureInterface(
    String name,
    Optional<String> description,
    List<String> addresses,
    boolean up,
    boolean loopback) {

  /**
   * Those of this machine.
   *
   * @throws LibpcapException without libpcap
   */
  static List<CaptureInterface> all() throws IOException {
    try {
      return Libpcap.call(Pcaps::findAllDevs).stream().map(CaptureInterface::of).toList();
    } catch (PcapNativeException e) {
      throw new LibpcapException("the interfaces cannot be listed: " + e.getMessage(), e);
    }
  }

  private static CaptureInterface of(PcapNetworkInterface found) {
    return new CaptureInterface(
        found.getName(),
        Optional.ofNullable(found.getDescription()),
        found.getAddresses().stream()
            .filter(address -> address.getAddress() != null)
            .map(address -> address.getAddress().getHostAddress())
            .toList(),
        found.isUp(),
        found.isLoopBack());
  }
}
