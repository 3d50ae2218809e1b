package tcplab.plot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * plotly.js as it comes in its jar, for those who put it where a picture's live layer looks for it.
 *
 * <p>An exported page carries {@link #inlineScript()} once, anywhere in its body; Jupyter serves
 * {@link #open()} as the kernelspec's resource {@code plotly.min.js}.
 */
public final class PlotlyLibrary {

  /** The version in pom.xml. */
  public static final String VERSION = "3.3.1";

  /** The id of the element that {@link #inlineScript()} makes. */
  public static final String ELEMENT_ID = "tcplab-plotly";

  private static final String RESOURCE =
      "/META-INF/resources/webjars/plotly.js-dist/" + VERSION + "/plotly.js";

  private PlotlyLibrary() {}

  /**
   * Opens the library's JavaScript, UTF-8, about 11 MB.
   *
   * @throws IOException if the jar org.webjars.npm:plotly.js-dist is not on the class path
   */
  public static InputStream open() throws IOException {
    InputStream stream = PlotlyLibrary.class.getResourceAsStream(RESOURCE);
    if (stream == null) {
      throw new IOException("plotly.js-dist " + VERSION + " is not on the class path: " + RESOURCE);
    }
    return stream;
  }

  /**
   * A {@code <script type="text/plain">} element that holds the library deflated (RFC 1950) and in
   * Base64, about 2.7 MB. The browser does not run it; a picture's live layer inflates it once a
   * page.
   *
   * @throws UncheckedIOException if the jar cannot be read
   */
  public static String inlineScript() {
    try (InputStream in = open()) {
      return "<script type=\"text/plain\" id=\""
          + ELEMENT_ID
          + "\" data-encoding=\"deflate-base64\">"
          + deflated(in)
          + "</script>";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deflated and in Base64, as live.js inflates it. */
  static String deflated(InputStream in) {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    // The best compression makes a report 1 % smaller and takes half a second.
    Deflater deflater = new Deflater();
    try (DeflaterOutputStream sink = new DeflaterOutputStream(deflated, deflater)) {
      in.transferTo(sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return Base64.getEncoder().encodeToString(deflated.toByteArray());
  }
}
