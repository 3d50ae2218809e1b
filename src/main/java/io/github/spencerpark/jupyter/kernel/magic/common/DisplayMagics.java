package io.github.spencerpark.jupyter.kernel.magic.common;

import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import java.util.List;
import java.util.Map;

/**
 * {@code %%html} and its kin, which show a cell's body: IJava has them, and leaves it to the
 * notebook to register them.
 */
public class DisplayMagics {
  private final Renderer renderer;
  private final DisplayStream out;

  /**
   * Magics that show.
   *
   * @param renderer renders the body
   * @param out takes what was rendered
   */
  public DisplayMagics(Renderer renderer, DisplayStream out) {
    this.renderer = renderer;
    this.out = out;
  }

  /**
   * {@code %%html [--isolated true]}.
   *
   * @param args with {@code --isolated}, the page keeps it in a frame of its own
   * @param body HTML
   */
  @CellMagic
  public void html(List<String> args, String body) {
    DisplayData data = rendered(body, MIMEType.TEXT_HTML);
    if (args.stream().anyMatch(arg -> arg.startsWith("--isolated"))) {
      data.putMetaData(MIMEType.TEXT_HTML, Map.of("isolated", true));
    }
    out.display(data);
  }

  /**
   * {@code %%markdown}.
   *
   * @param args none
   * @param body Markdown
   */
  @CellMagic
  public void markdown(List<String> args, String body) {
    out.display(rendered(body, MIMEType.TEXT_MARKDOWN));
  }

  /**
   * {@code %%svg}.
   *
   * @param args none
   * @param body a picture
   */
  @CellMagic
  public void svg(List<String> args, String body) {
    out.display(rendered(body, MIMEType.IMAGE_SVG));
  }

  /**
   * {@code %%latex}.
   *
   * @param args none
   * @param body LaTeX
   */
  @CellMagic
  public void latex(List<String> args, String body) {
    out.display(rendered(body, MIMEType.TEXT_LATEX));
  }

  /**
   * {@code %%javascript}, {@code %%js}.
   *
   * @param args none
   * @param body JavaScript
   */
  @CellMagic(aliases = "js")
  public void javascript(List<String> args, String body) {
    out.display(rendered(body, MIMEType.APPLICATION_JAVASCRIPT));
  }

  private DisplayData rendered(String body, MIMEType type) {
    return renderer.renderAs(body, type.toString());
  }
}
