package io.github.spencerpark.jupyter.messages.comm;

import com.google.gson.JsonObject;

/** A comm is closed. */
public final class CommCloseCommand {
  private final String commId;
  private final JsonObject data;

  /**
   * Holds the content.
   *
   * @param commId the comm's id
   * @param data what is said
   */
  public CommCloseCommand(String commId, JsonObject data) {
    this.commId = commId;
    this.data = data;
  }

  /**
   * Which comm.
   *
   * @return its id
   */
  public String getCommID() {
    return commId;
  }

  /**
   * What is said.
   *
   * @return the data
   */
  public JsonObject getData() {
    return data;
  }
}
