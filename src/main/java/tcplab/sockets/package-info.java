/**
 * The machine's view: its own sockets, live or as a tool printed them.
 *
 * <p>Start reading at {@link tcplab.sockets.Snapshot}, what comes out: one row per TCP socket in
 * primitive columns, with filters and the state histogram. Two doors lead to it. {@link
 * tcplab.sockets.LiveSockets} asks the kernel, over netlink ({@code SockDiag}) or through {@code
 * /proc} ({@code ProcTcp}), and looks for the processes ({@code ProcessScan}). {@link
 * tcplab.sockets.SocketText} reads what netstat, ss, lsof and {@code /proc} print: {@code
 * TableReader} goes through the lines and knows a row by its shape, {@code NetstatRow}, {@code
 * SsRow} and {@code LsofRow} read one, {@code Endpoint} reads an address with its port.
 *
 * <p>From snapshots on: {@link tcplab.sockets.SocketFilter} chooses rows in ss's words, {@link
 * tcplab.sockets.Warnings} looks for trouble, {@link tcplab.sockets.Changes} compares two, {@link
 * tcplab.sockets.Recorder} takes one after the other into a {@link tcplab.sockets.History}. Beside
 * TCP's sockets stand {@link tcplab.sockets.UdpSockets}, {@link tcplab.sockets.UnixSocket}, {@link
 * tcplab.sockets.Counters} and {@link tcplab.sockets.NetworkNamespace}; {@link
 * tcplab.sockets.Demonstration} holds all eleven states at once.
 */
@NullMarked
package tcplab.sockets;

import org.jspecify.annotations.NullMarked;
