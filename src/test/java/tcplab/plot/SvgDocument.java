package tcplab.plot;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A picture's SVG, parsed as strictly as XML demands. */
public final class SvgDocument {

  private final Document document;

  private SvgDocument(Document document) {
    this.document = document;
  }

  static SvgDocument of(Picture picture) {
    return of(picture.svg());
  }

  /** Parses XML; a document type declaration is refused. */
  public static SvgDocument of(String svg) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return new SvgDocument(builder.parse(new InputSource(new StringReader(svg))));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  /** The document's element. */
  public Element root() {
    return document.getDocumentElement();
  }

  List<Element> all(String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** The elements of a name that have an attribute. */
  List<Element> with(String name, String attribute) {
    return all(name).stream().filter(e -> e.hasAttribute(attribute)).toList();
  }

  /** What the text elements say, in order. */
  List<String> texts() {
    return all("text").stream().map(Element::getTextContent).toList();
  }
}
