package tcplab;

import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import tcplab.dataframe.TableHtml;
import tcplab.dataframe.TableText;
import tcplab.kernel.Preload;
import tcplab.plot.FigurePicture;
import tcplab.plot.Picture;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/**
 * What the kernel starts with: the library's names imported, its values shown as they should be.
 */
final class LabPreload implements Preload {
  private static final int PLAIN_ROWS = 40;

  @Override
  public List<String> imports() {
    return List.of(
        "import java.util.*;",
        "import java.util.stream.*;",
        "import java.nio.file.*;",
        "import java.time.*;",
        "import tcplab.*;",
        "import tcplab.capture.*;",
        "import tcplab.connection.*;",
        "import tcplab.tcp.*;",
        "import tcplab.simulation.*;",
        "import static tcplab.Lab.*;",
        "import tech.tablesaw.api.*;",
        "import tech.tablesaw.plotly.api.*;",
        "import tech.tablesaw.plotly.components.*;",
        "import tech.tablesaw.plotly.traces.*;");
  }

  @Override
  public void renderers(Renderer renderer) {
    tables(renderer);
    pictures(renderer);
  }

  private static void tables(Renderer renderer) {
    renderer
        .createRegistration(Table.class)
        .preferring(MIMEType.TEXT_HTML)
        .supporting(MIMEType.TEXT_PLAIN)
        .register(
            (table, context) -> {
              context.renderIfRequested(MIMEType.TEXT_HTML, () -> TableHtml.of(table));
              context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> TableText.of(table, PLAIN_ROWS));
            });
    renderer
        .createRegistration(Answer.class)
        .preferring(MIMEType.TEXT_HTML)
        .supporting(MIMEType.TEXT_PLAIN)
        .register(
            (answer, context) -> {
              context.renderIfRequested(
                  MIMEType.TEXT_HTML,
                  () -> TableHtml.of(answer.table(), answer.toString(), answer.notes()));
              context.renderIfRequested(
                  MIMEType.TEXT_PLAIN,
                  () -> answer + "\n" + TableText.of(answer.table(), PLAIN_ROWS));
            });
  }

  private static void pictures(Renderer renderer) {
    renderer
        .createRegistration(Picture.class)
        .preferring(MIMEType.TEXT_HTML)
        .supporting(MIMEType.TEXT_PLAIN)
        .register(
            (picture, context) -> {
              context.renderIfRequested(MIMEType.TEXT_HTML, picture::toHtml);
              context.renderIfRequested(
                  MIMEType.TEXT_PLAIN, () -> picture.title() + "\n" + picture.description());
            });
    renderer
        .createRegistration(Figure.class)
        .preferring(MIMEType.TEXT_HTML)
        .supporting(MIMEType.TEXT_PLAIN)
        .register(
            (figure, context) -> {
              context.renderIfRequested(
                  MIMEType.TEXT_HTML, () -> FigurePicture.of(figure).toHtml());
              context.renderIfRequested(
                  MIMEType.TEXT_PLAIN, () -> FigurePicture.of(figure).toString());
            });
    answers(renderer);
  }

  private static void answers(Renderer renderer) {
    renderer
        .createRegistration(FaqAnswer.class)
        .preferring(MIMEType.TEXT_HTML)
        .supporting(MIMEType.TEXT_PLAIN)
        .register(
            (answer, context) -> {
              context.renderIfRequested(MIMEType.TEXT_HTML, answer::toHtml);
              context.renderIfRequested(MIMEType.TEXT_PLAIN, answer::toString);
            });
  }

  @Override
  public String banner() {
    return "tcplab "
        + version()
        + ", Java "
        + Runtime.version()
        + "\nTry: Capture.open(\"data/handshake_close.client.pcap\").ladder(0)   Sockets.snapshot().histogram()";
  }
}
