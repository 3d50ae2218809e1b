/**
 * Pictures: static SVG that stays readable everywhere, and comes alive where scripts run.
 *
 * <p>Start reading at {@link tcplab.plot.Picture}: what every picture has, and the HTML that shows
 * it untrusted, trusted, exported and printed. Then choose a picture:
 *
 * <ul>
 *   <li>{@link tcplab.plot.Ladder} – one connection as a sequence diagram, both ends' states in the
 *       margins;
 *   <li>{@link tcplab.plot.ExplorerLadder} – a run that breaks a property of a model, step by step;
 *   <li>{@link tcplab.plot.SegmentPicture} – a TCP header, 32 bits a row, as RFC 9293 §3.1 draws
 *       it;
 *   <li>{@link tcplab.plot.StateMachinePicture} – the state diagram of RFC 9293, drawn from the
 *       table by which the state machine goes;
 *   <li>{@link tcplab.plot.StateHistogram} – how many sockets are in each of the 11 states;
 *   <li>{@link tcplab.plot.FigurePicture} – any tablesaw-jsplot figure.
 * </ul>
 *
 * <p>Underneath, {@code Svg} writes elements, {@code Paint} holds the colours of the light and the
 * dark theme, {@code Labels} makes foreign text harmless, {@code Chart} draws axes and series. What
 * runs in the browser is one file, {@code live.js}; plotly.js comes from {@link
 * tcplab.plot.PlotlyLibrary}, never from the network.
 */
@NullMarked
package tcplab.plot;

import org.jspecify.annotations.NullMarked;
