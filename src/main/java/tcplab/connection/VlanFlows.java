package tcplab.connection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tcplab.capture.Packets;

/**
 * The flows of a capture where segments in different VLANs belong to different ones: a pair of
 * endpoints in one VLAN is a flow, numbered in order of first packet.
 */
final class VlanFlows {
  /** A flow: the number of its endpoints' pair in {@link Packets}, and the VLANs it is in. */
  record Flow(int endpoints, String vlans) {}

  private final int[] flowOf;
  private final List<Flow> flows = new ArrayList<>();

  VlanFlows(Packets packets) {
    Map<Flow, Integer> numbers = new HashMap<>();
    flowOf = new int[packets.size()];
    for (int row = 0; row < flowOf.length; row++) {
      Flow flow = new Flow(packets.flow(row), packets.origin(row).vlans());
      Integer number = numbers.putIfAbsent(flow, flows.size());
      flowOf[row] = number == null ? flows.size() : number;
      if (number == null) {
        flows.add(flow);
      }
    }
  }

  int count() {
    return flows.size();
  }

  /** The flow of a row. */
  int of(int row) {
    return flowOf[row];
  }

  Flow flow(int number) {
    return flows.get(number);
  }
}
