package io.github.spencerpark.jupyter.kernel.comm;

import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import org.jspecify.annotations.Nullable;

/**
 * Makes comms that this side opens.
 *
 * @param <T> the comm's class
 */
@FunctionalInterface
public interface CommFactory<T extends Comm> {
  /**
   * Makes a comm.
   *
   * @param manager where it belongs
   * @param id its id
   * @param target the name of who is to answer
   * @param message null: this side opens
   * @return the comm
   */
  T produce(
      CommManager manager, String id, String target, @Nullable Message<CommOpenCommand> message);
}
