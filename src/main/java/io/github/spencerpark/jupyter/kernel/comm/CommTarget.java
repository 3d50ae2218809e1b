package io.github.spencerpark.jupyter.kernel.comm;

import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import org.jspecify.annotations.Nullable;

/** Answers comms that the page opens. */
@FunctionalInterface
public interface CommTarget {
  /**
   * Makes this side of a comm.
   *
   * @param manager where it belongs
   * @param id its id
   * @param target the target's name
   * @param message what the page said
   * @return the comm, or null to refuse
   */
  @Nullable Comm createComm(
      CommManager manager, String id, String target, Message<CommOpenCommand> message);
}
