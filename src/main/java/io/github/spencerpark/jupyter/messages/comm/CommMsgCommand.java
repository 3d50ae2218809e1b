package io.github.spencerpark.jupyter.messages.comm;

import com.google.gson.JsonObject;

/** A comm says something. */
public final class CommMsgCommand {
  private final String commId;
  private final JsonObject data;

  /**
   * Holds the content.
   *
   * @param commId the comm's id
   * @param data what is said
   */
  public CommMsgCommand(String commId, JsonObject data) {
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
