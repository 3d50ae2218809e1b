package tcplab.capture;

import java.nio.file.Path;
import java.util.List;

/**
 * What a live capture brought.
 *
 * @param packets frames written
 * @param received frames that libpcap's filter let through, as the kernel counted them
 * @param dropped frames that the kernel dropped because nobody fetched them in time
 * @param droppedByInterface frames that the interface or its driver dropped; 0 where it does not
 *     tell
 * @param files the files there are, oldest first
 */
public record CaptureSummary(
    long packets, long received, long dropped, long droppedByInterface, List<Path> files) {
  /** In one line, as tcpdump says it. */
  public String message() {
    return packets
        + " packets captured, "
        + received
        + " received by the filter, "
        + dropped
        + " dropped by the kernel, "
        + droppedByInterface
        + " dropped by the interface";
  }
}
