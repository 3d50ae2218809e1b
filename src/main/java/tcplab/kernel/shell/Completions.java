package tcplab.kernel.shell;

import java.util.List;

/**
 * Proposals for the text between two offsets of a cell, in characters.
 *
 * @param start where the text to replace begins
 * @param end where it ends
 * @param proposals what may stand there, best first
 */
public record Completions(int start, int end, List<Proposal> proposals) {
  /**
   * One proposal.
   *
   * @param text what to insert
   * @param kind its kind, as front ends call them: keyword, class, function, instance, magic, path
   */
  public record Proposal(String text, String kind) {}

  /** Copies the list. */
  public Completions {
    proposals = List.copyOf(proposals);
  }
}
