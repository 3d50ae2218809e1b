package tcplab;

import java.util.List;

/**
 * How many answers equal an oracle's, over how many captures and frames.
 *
 * @param what which answers, and whose they are held against
 * @param explained differ, with a written reason
 * @param wrong differ without one
 */
public record Score(
    String what, int captures, long frames, long equal, long explained, List<String> wrong) {}
