package tcplab.connection;

/**
 * A window that one side announced.
 *
 * @param packet frame number
 * @param timeNs capture time, ns since the epoch
 * @param side who announced it
 * @param windowBytes in octets, scaled (RFC 7323 §2.3)
 * @param ackPosition what it acknowledged, counted from the peer's initial sequence number
 * @param edgePosition the first octet that the peer may not send, counted alike
 */
public record WindowSample(
    int packet, long timeNs, Side side, long windowBytes, long ackPosition, long edgePosition) {}
