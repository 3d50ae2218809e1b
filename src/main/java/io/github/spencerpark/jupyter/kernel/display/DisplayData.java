package io.github.spencerpark.jupyter.kernel.display;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * One value in several forms, by MIME type, with metadata, and with transient data that a notebook
 * file does not keep.
 *
 * <p>IJava's class with a body of our own: the maps can be read without reflection, and a copy
 * shares nothing with its original.
 */
@NullMarked
public class DisplayData {
  /** The transient key of a display's id. */
  public static final String DISPLAY_ID_KEY = "display_id";

  /** No form at all. */
  public static final DisplayData EMPTY = new DisplayData();

  /** The empty text. */
  public static final DisplayData EMPTY_STRING = new DisplayData("");

  private final Map<String, Object> data = new LinkedHashMap<>();
  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private final Map<String, Object> transientData = new LinkedHashMap<>();

  /** Data without any form yet. */
  public DisplayData() {}

  /**
   * Data with one form, plain text.
   *
   * @param text the text
   */
  public DisplayData(String text) {
    putText(text);
  }

  /**
   * A copy.
   *
   * @param original what to copy
   */
  public DisplayData(DisplayData original) {
    assign(original);
  }

  /**
   * The data itself, or empty data in place of null.
   *
   * @param data data or null
   * @return never null
   */
  public static DisplayData emptyIfNull(@Nullable DisplayData data) {
    return data == null ? EMPTY : data;
  }

  /**
   * The forms.
   *
   * @return live map, MIME type to content
   */
  public Map<String, Object> data() {
    return data;
  }

  /**
   * The metadata.
   *
   * @return live map
   */
  public Map<String, Object> metadata() {
    return metadata;
  }

  /**
   * The transient data.
   *
   * @return live map
   */
  public Map<String, Object> transientData() {
    return transientData;
  }

  /**
   * Sets a form.
   *
   * @param mimeType its type
   * @param content its content: text, or what JSON can hold
   */
  public void putData(String mimeType, Object content) {
    data.put(mimeType, content);
  }

  /**
   * Sets a metadata entry.
   *
   * @param key its key
   * @param value its value
   */
  public void putMetaData(String key, Object value) {
    metadata.put(key, value);
  }

  /**
   * Sets a transient entry.
   *
   * @param key its key
   * @param value its value
   */
  public void putTransientData(String key, Object value) {
    transientData.put(key, value);
  }

  /**
   * Sets a form.
   *
   * @param mimeType its type
   * @param content its content
   */
  public void putData(MIMEType mimeType, Object content) {
    putData(mimeType.toString(), content);
  }

  /**
   * Sets the metadata of a form.
   *
   * @param mimeType the form's type
   * @param value its metadata
   */
  public void putMetaData(MIMEType mimeType, Object value) {
    putMetaData(mimeType.toString(), value);
  }

  /**
   * Sets a form and its metadata.
   *
   * @param mimeType the form's type
   * @param content its content
   * @param meta its metadata
   */
  public void putData(MIMEType mimeType, Object content, Object meta) {
    putData(mimeType, content);
    putMetaData(mimeType, meta);
  }

  /**
   * A form's content.
   *
   * @param mimeType the form's type
   * @return its content, or null when there is no such form
   */
  public @Nullable Object getData(MIMEType mimeType) {
    return data.get(mimeType.toString());
  }

  /**
   * Whether there is a form of this type.
   *
   * @param mimeType the type
   * @return true when there is
   */
  public boolean hasDataForType(MIMEType mimeType) {
    return data.containsKey(mimeType.toString());
  }

  /**
   * Takes over all that another has; the other's entries win.
   *
   * @param other where from
   */
  public void assign(DisplayData other) {
    data.putAll(other.data);
    metadata.putAll(other.metadata);
    transientData.putAll(other.transientData);
  }

  /**
   * Names this display, so that it can be replaced later.
   *
   * @param id the name
   */
  public void setDisplayId(String id) {
    putTransientData(DISPLAY_ID_KEY, id);
  }

  /**
   * Whether this display has a name.
   *
   * @return true when it has
   */
  public boolean hasDisplayId() {
    return transientData.containsKey(DISPLAY_ID_KEY);
  }

  /**
   * This display's name.
   *
   * @return its id, or null
   */
  public @Nullable String getDisplayId() {
    Object id = transientData.get(DISPLAY_ID_KEY);
    return id == null ? null : id.toString();
  }

  /**
   * Sets the form {@code text/plain}.
   *
   * @param text its content
   */
  public void putText(String text) {
    putData("text/plain", text);
  }

  /**
   * Sets the form {@code text/html}.
   *
   * @param html its content
   */
  public void putHTML(String html) {
    putData("text/html", html);
  }

  /**
   * Sets the form {@code text/latex}.
   *
   * @param latex its content
   */
  public void putLatex(String latex) {
    putData("text/latex", latex);
  }

  /**
   * Sets the form {@code text/latex} to a displayed formula.
   *
   * @param math the formula without its dollar signs
   */
  public void putMath(String math) {
    putLatex("$$" + math + "$$");
  }

  /**
   * Sets the form {@code text/markdown}.
   *
   * @param markdown its content
   */
  public void putMarkdown(String markdown) {
    putData("text/markdown", markdown);
  }

  /**
   * Sets the form {@code application/javascript}.
   *
   * @param javascript its content
   */
  public void putJavaScript(String javascript) {
    putData("application/javascript", javascript);
  }

  /**
   * Sets the form {@code application/json}.
   *
   * @param json a JSON text; the wire carries it as the value it stands for
   */
  public void putJSON(String json) {
    putData("application/json", json);
  }

  /**
   * Sets the form {@code application/json} and whether its tree is shown open.
   *
   * @param json a JSON text
   * @param expanded true to show it open
   */
  public void putJSON(String json, boolean expanded) {
    putJSON(json);
    putMetaData("application/json", Map.of("expanded", expanded));
  }

  /**
   * Sets the form {@code image/svg+xml}.
   *
   * @param svg its content
   */
  public void putSVG(String svg) {
    putData("image/svg+xml", svg);
  }
}
