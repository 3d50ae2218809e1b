package io.github.spencerpark.jupyter.messages.comm;

import com.google.gson.JsonObject;

/** A comm is opened. */
public final class CommOpenCommand {
  private final String commId;
  private final String targetName;
  private final JsonObject data;

  /**
   * Holds the content.
   *
   * @param commId the comm's id
   * @param targetName the name of who is to answer
   * @param data what is said
   */
  public CommOpenCommand(String commId, String targetName, JsonObject data) {
    this.commId = commId;
    this.targetName = targetName;
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
   * Who is to answer.
   *
   * @return the target's name
   */
  public String getTargetName() {
    return targetName;
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
