package tcplab.capture;

/**
 * A frame as it was captured.
 *
 * @param number 1-based, in the file
 * @param timeNs capture time in ns since the epoch, or {@link Packets#NO_TIME}
 * @param link the name of its link layer, such as {@code ETHERNET}
 * @param bytes what was captured of it
 * @param wireLength how many octets it had on the wire
 */
public record RawFrame(int number, long timeNs, String link, byte[] bytes, int wireLength) {}
