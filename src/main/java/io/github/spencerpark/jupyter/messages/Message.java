package io.github.spencerpark.jupyter.messages;

import java.util.List;
import java.util.Map;

/**
 * A message that arrived.
 *
 * @param <T> its content's type
 */
public final class Message<T> {
  private final T content;
  private final Map<String, Object> metadata;
  private final List<byte[]> blobs;

  /**
   * Holds a message.
   *
   * @param content what it says
   * @param metadata its metadata
   * @param blobs the binary data that follows it
   */
  public Message(T content, Map<String, Object> metadata, List<byte[]> blobs) {
    this.content = content;
    this.metadata = Map.copyOf(metadata);
    this.blobs = List.copyOf(blobs);
  }

  /**
   * What it says.
   *
   * @return its content
   */
  public T getContent() {
    return content;
  }

  /**
   * Its metadata.
   *
   * @return unmodifiable
   */
  public Map<String, Object> getMetadata() {
    return metadata;
  }

  /**
   * The binary data that follows it.
   *
   * @return unmodifiable
   */
  public List<byte[]> getBlobs() {
    return blobs;
  }
}
