package io.github.spencerpark.jupyter.kernel.comm;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One side of a conversation with the page. */
public abstract class Comm {
  private final CommManager manager;
  private final String id;
  private final String targetName;
  private volatile boolean closed;

  /**
   * A comm.
   *
   * @param manager where it belongs
   * @param id its id
   * @param targetName the name of who answers
   */
  protected Comm(CommManager manager, String id, String targetName) {
    this.manager = manager;
    this.id = id;
    this.targetName = targetName;
  }

  /**
   * This comm's id.
   *
   * @return the same on both sides
   */
  public String getID() {
    return id;
  }

  /**
   * Who answers.
   *
   * @return the target's name
   */
  public String getTargetName() {
    return targetName;
  }

  /**
   * Whether it has been closed by either side.
   *
   * @return true for closed
   */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Says something to the page.
   *
   * @param data what
   */
  public void send(JsonObject data) {
    send(data, Map.of(), List.of());
  }

  /**
   * Says something to the page, with binary data.
   *
   * @param data what
   * @param metadata metadata
   * @param blobs binary data
   */
  public void send(JsonObject data, Map<String, Object> metadata, List<byte[]> blobs) {
    manager.messageComm(id, data, metadata, blobs);
  }

  /**
   * The page said something.
   *
   * @param message what
   */
  protected abstract void onMessage(Message<CommMsgCommand> message);

  /**
   * The comm is closed.
   *
   * @param message the page's words; null when this side closes
   * @param closedByThisSide true when this side closes
   */
  protected abstract void onClose(
      @Nullable Message<CommCloseCommand> message, boolean closedByThisSide);

  /** Closes the comm. */
  public final void close() {
    manager.closeComm(this);
  }

  final void closed(@Nullable Message<CommCloseCommand> message) {
    if (!closed) {
      closed = true;
      onClose(message, message == null);
    }
  }
}
