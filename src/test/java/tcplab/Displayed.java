package tcplab;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import tcplab.plot.Ladder;
import tcplab.plot.Picture;
import tcplab.plot.SvgDocument;

/** What becomes of a value that a cell shows, in every form, and whether each form is only that. */
final class Displayed {
  private static final Set<String> SVG =
      Set.of(
          "svg title desc style rect g line path text tspan polygon polyline circle a".split(" "));
  private static final Set<String> HTML =
      Set.of(
          ("div p h1 h2 h3 h4 table caption thead tbody tr th td span a b br ul li details summary img dl dt dd"
                  + " nav header main section label input output html head body meta link title style")
              .split(" "));
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script([^>]*)>(.*?)</script>");
  private static final Pattern VOID = Pattern.compile("<(img|br|input|meta|link)\\b([^<>]*?)>");
  private static final Pattern ALONE = Pattern.compile(" (hidden|open)>");
  private static final Pattern FIGURE = Pattern.compile("(?s)tcplabLive\\(\"\\w+\",(.*)\\);");

  private final Renderer renderer = new Renderer();

  Displayed() {
    new LabPreload().renderers(renderer);
  }

  /** The forms of what a method gave: those of a cell's output, and those of a page. */
  Map<String, String> forms(String what, Object value) throws Exception {
    Map<String, String> forms = new LinkedHashMap<>();
    if (value instanceof FileSystemException || value instanceof InvalidPathException) {
      return forms; // names the file that the reader asked for, in the JDK's words
    } else if (value instanceof Throwable failure) {
      forms.put("text of a failure", String.valueOf(failure.getMessage()));
    } else if (value instanceof Path page) {
      forms.put("page", Files.readString(page));
    } else if (value instanceof Ladder.Linked linked) {
      return forms(what, linked.picture());
    } else if (value instanceof List<?> list) {
      list.forEach(item -> forms.merge("text", item + "\n", String::concat));
    } else if (value instanceof String text) {
      forms.put(form(what), text);
    } else {
      DisplayData data = renderer.renderAs(value, "text/html", "text/plain");
      forms.put("text", String.valueOf(data.getData(MIMEType.TEXT_PLAIN)));
      forms.put("html", String.valueOf(data.getData(MIMEType.TEXT_HTML)));
    }
    if (value instanceof Picture picture) {
      forms.put("svg", picture.svg());
      forms.put("html of a page", picture.toHtmlOfPage());
    }
    return forms;
  }

  private static String form(String method) {
    return method.endsWith(".svg()")
        ? "svg"
        : method.matches("(TableHtml|HtmlTable)\\..*|.*\\.(toHtml\\w*|image)\\(\\)")
            ? "html"
            : "text";
  }

  /** Asserts that a value, shown in whatever form, is well-formed and that no text in it acts. */
  void isInert(String what, Object value) throws Exception {
    for (Map.Entry<String, String> form : forms(what, value).entrySet()) {
      String name = what + " as " + form.getKey();
      if (form.getKey().startsWith("text")) {
        noControls(name, form.getValue());
      } else if (form.getKey().equals("svg")) {
        elements(name, form.getValue(), SVG);
      } else {
        page(name, form.getValue());
      }
    }
  }

  private static void page(String name, String html) {
    Matcher script = SCRIPT.matcher(html);
    StringBuilder rest = new StringBuilder();
    while (script.find()) {
      script.appendReplacement(rest, "");
      assertThat(script.group(2)).as(name).doesNotContain("<!--", "<script", "alert(1)<");
      figure(name, script.group(2));
    }
    script.appendTail(rest);
    String xml = VOID.matcher(rest).replaceAll("<$1$2/>").replace("<!DOCTYPE html>", "");
    Set<String> both = new java.util.HashSet<>(HTML);
    both.addAll(SVG);
    elements(name, "<div>" + ALONE.matcher(xml).replaceAll(">") + "</div>", both);
  }

  /**
   * A picture's live figure: it can be read, and its texts hold no markup but plotly's harmless.
   */
  private static void figure(String name, String script) {
    Matcher call = FIGURE.matcher(script);
    if (call.matches() && !call.group(1).equals("null")) {
      List<String> texts = new ArrayList<>();
      texts(JsonParser.parseString(inflated(call.group(1))), texts);
      for (String text : texts) {
        noControls(name, text);
        assertThat(text).as(name).doesNotContainPattern("<(?!/?(b|i|sub|sup|br)\\s*/?>)");
      }
    }
  }

  private static String inflated(String figure) {
    if (!figure.startsWith("\"")) {
      return figure;
    }
    byte[] deflated = Base64.getDecoder().decode(figure.substring(1, figure.length() - 1));
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void texts(JsonElement json, List<String> texts) {
    if (json.isJsonObject()) {
      json.getAsJsonObject().entrySet().forEach(entry -> texts(entry.getValue(), texts));
    } else if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(item -> texts(item, texts));
    } else if (json.isJsonPrimitive() && json.getAsJsonPrimitive().isString()) {
      texts.add(json.getAsString());
    }
  }

  private static void elements(String name, String xml, Set<String> allowed) {
    Element root;
    try {
      root = SvgDocument.of(xml).root();
    } catch (AssertionError e) {
      throw new AssertionError(name + ": " + e.getMessage(), e);
    }
    NodeList all = root.getElementsByTagName("*");
    noControls(name, root.getTextContent());
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertThat(allowed).as(name).contains(element.getTagName());
      attributes(name, element.getAttributes());
    }
  }

  private static void attributes(String name, NamedNodeMap attributes) {
    for (int i = 0; i < attributes.getLength(); i++) {
      Attr attribute = (Attr) attributes.item(i);
      noControls(name, attribute.getValue());
      assertThat(attribute.getName()).as(name).doesNotStartWith("on").doesNotContain("alert");
      switch (attribute.getName()) {
        case "href" -> assertThat(attribute.getValue()).as(name).matches("(#|data:,).*");
        case "src" -> assertThat(attribute.getValue()).as(name).startsWith("data:image/svg+xml;");
        case "style" -> assertThat(attribute.getValue()).as(name).doesNotContain("alert", "url(");
        default -> {}
      }
    }
  }

  /** Nothing that a terminal or the writing direction obeys, and no half of a pair. */
  private static void noControls(String name, String text) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      boolean acts =
          switch (Character.getType(point)) {
            case Character.CONTROL -> point != '\n' && point != '\t';
            case Character.FORMAT,
                Character.SURROGATE,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
          };
      if (acts) {
        int from = Math.max(0, i - 60);
        throw new AssertionError(
            "%s holds U+%04X after: %s".formatted(name, point, text.substring(from, i)));
      }
      i += Character.charCount(point);
    }
  }
}
