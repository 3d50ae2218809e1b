/**
 * Bytes to segments: capture files, link layers, IP, the TCP header.
 *
 * <p>The doors are {@link tcplab.capture.CaptureFile} for pcap and pcapng, {@link
 * tcplab.capture.LiveCapture} for the network, {@link tcplab.capture.TcpdumpText} for what tcpdump
 * prints, and {@link tcplab.capture.SegmentLayout} for one header field by field. What comes out is
 * {@link tcplab.capture.Packets}; start reading there.
 *
 * <p>Then follow a frame: {@code CaptureFile} looks at the first octets and chooses {@code
 * PcapReader} or {@code PcapngReader}, which take the frames out of {@code Input} and hand each to
 * {@code Decoder}. {@code LinkLayer}, {@code InternetLayer} and {@code TunnelLayer} look for the
 * segment in it and note in {@code Frame} what they pass; {@code Decoder} writes the row into
 * {@code Rows}, {@code OptionReader} its options, {@code FlowTable} its endpoints. Of large files
 * {@code ReadAhead} reads and {@code FlowFinder} finds the flows in threads beside it. What ICMP
 * says of segments goes into {@code IcmpErrors} beside the rows.
 *
 * <p>A {@link tcplab.capture.PacketFilter} stands between reader and decoder ({@code
 * FilteredFrames}): libpcap compiles it, {@code FilterProgram} runs it. {@code MergedFrames} makes
 * one stream of several files. {@code Libpcap} and {@code LiveCapture} alone know pcap4j.
 *
 * <p>To add a link type: a constant in {@code LinkType}, a branch in {@code LinkLayer}. To add a
 * tunnel: a constant in {@code Tunnel}, a branch in {@code TunnelLayer}. To add an option: a field
 * of {@code Packets.Options}, a branch in {@code OptionReader}, and its names in {@code
 * OptionLayout}.
 */
@NullMarked
package tcplab.capture;

import org.jspecify.annotations.NullMarked;
