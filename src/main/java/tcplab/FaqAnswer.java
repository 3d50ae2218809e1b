package tcplab;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import tcplab.dataframe.Dataframe;
import tcplab.dataframe.TableHtml;
import tcplab.plot.ExplorerLadder;
import tcplab.plot.Picture;
import tcplab.simulation.Counterexample;
import tcplab.simulation.Exploration;
import tcplab.simulation.ExplorerExperiments;
import tcplab.table.ExplorerTable;
import tech.tablesaw.api.Table;

/**
 * An answer in evidence: tables and pictures under captions, and what an explorer found out, to be
 * shown whole or piece by piece.
 *
 * <pre>{@code
 * var answer = Faq.whyThreeWay();
 * answer                       // everything
 * answer.verdicts()            // what holds, and what does not
 * answer.verdicts("variant")   // the same, the variants side by side
 * answer.run(1)                // the first counterexample as a ladder
 * answer.steps(1)              // and step by step
 * }</pre>
 */
public final class FaqAnswer {
  private final String question;
  private final List<Exhibit> exhibits;
  private final List<Exploration> explorations;
  private final List<Counterexample> runs;

  /**
   * One piece of evidence: a table or a picture.
   *
   * @param caption what it shows
   * @param table the table, if it is one
   * @param picture the picture, if it is one
   */
  public record Exhibit(String caption, Optional<Table> table, Optional<Picture> picture) {
    static Exhibit of(String caption, Table table) {
      return new Exhibit(caption, Optional.of(table), Optional.empty());
    }

    static Exhibit of(String caption, Picture picture) {
      return new Exhibit(caption, Optional.empty(), Optional.of(picture));
    }
  }

  FaqAnswer(String question, List<Exploration> explorations, List<Exhibit> recorded) {
    this.question = question;
    this.explorations = List.copyOf(explorations);
    this.runs = ExplorerExperiments.runs(explorations);
    List<Exhibit> all = new ArrayList<>();
    if (!explorations.isEmpty()) {
      all.add(Exhibit.of("What holds, under which assumptions, within which bounds", verdicts()));
      for (int number : ExplorerExperiments.firstRuns(explorations)) {
        String caption = "Run " + number + ": " + runs.get(number - 1).title();
        all.add(Exhibit.of(caption, run(number)));
      }
    }
    all.addAll(recorded);
    this.exhibits = List.copyOf(all);
  }

  /** The question. */
  public String question() {
    return question;
  }

  /** All evidence in the order in which it is shown. */
  public List<Exhibit> exhibits() {
    return exhibits;
  }

  /** What the explorer found out, a model each; empty where the evidence is recorded only. */
  public List<Exploration> explorations() {
    return explorations;
  }

  /** One row per variant and property; its column {@code run} numbers the counterexamples. */
  public Table verdicts() {
    return Dataframe.of(ExplorerTable.verdicts(explorations));
  }

  /**
   * The verdicts side by side: what stands in one column of {@link #verdicts()} becomes columns.
   *
   * @param across {@code variant} or {@code property}
   * @return one row per value of the other, under the same assumptions; {@code holds}, or the run
   *     in which it fails; then {@code assumptions}, without those that exclude something
   * @throws IllegalArgumentException when it is another column
   */
  public Table verdicts(String across) {
    return Dataframe.of(ExplorerTable.across(across, explorations));
  }

  /**
   * A counterexample as a ladder.
   *
   * @param number from 1, as in {@link #verdicts}
   * @throws NoSuchElementException when there is none of that number
   */
  public Picture run(int number) {
    return ExplorerLadder.of(counterexample(number));
  }

  /**
   * A counterexample as a table, one row per step.
   *
   * @param number from 1, as in {@link #verdicts}
   * @throws NoSuchElementException when there is none of that number
   */
  public Table steps(int number) {
    return Dataframe.of(ExplorerTable.steps(counterexample(number)));
  }

  /**
   * A counterexample itself.
   *
   * @param number from 1, as in {@link #verdicts}
   * @throws NoSuchElementException when there is none of that number
   */
  public Counterexample counterexample(int number) {
    if (number < 1 || number > runs.size()) {
      throw new NoSuchElementException(
          "no run " + number + "; \"" + question + "\" has " + runs.size() + ", numbered from 1");
    }
    return runs.get(number - 1);
  }

  /** Everything as one fragment of HTML. Questions and captions are the library's own words. */
  String toHtml() {
    StringBuilder html = new StringBuilder("<div><h3>").append(question).append("</h3>");
    for (Exhibit exhibit : exhibits) {
      html.append("<h4>").append(exhibit.caption()).append("</h4>");
      exhibit.table().ifPresent(table -> html.append(TableHtml.of(table)));
      exhibit.picture().ifPresent(picture -> html.append(picture.toHtml()));
    }
    return html.append("</div>").toString();
  }

  /** The question and all tables; of a picture what there is to see in it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(question).append('\n');
    for (Exhibit exhibit : exhibits) {
      text.append('\n').append(exhibit.caption()).append('\n');
      exhibit.table().ifPresent(table -> text.append(table.print(100)).append('\n'));
      exhibit.picture().ifPresent(picture -> text.append(picture.description()).append('\n'));
    }
    return text.toString();
  }
}
