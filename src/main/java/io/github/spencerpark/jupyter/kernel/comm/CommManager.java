package io.github.spencerpark.jupyter.kernel.comm;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The comms of a notebook, and who answers those that the page opens. */
public final class CommManager implements Iterable<Comm> {
  /** How messages reach the page. */
  @FunctionalInterface
  public interface Outlet {
    /**
     * Publishes a message.
     *
     * @param type its type
     * @param content its content
     * @param metadata its metadata
     * @param buffers binary data
     */
    void publish(
        String type, JsonObject content, Map<String, Object> metadata, List<byte[]> buffers);
  }

  private final Outlet outlet;
  private final Map<String, CommTarget> targets = new ConcurrentHashMap<>();
  private final Map<String, Comm> comms = new ConcurrentHashMap<>();

  /**
   * A manager without comms.
   *
   * @param outlet how messages reach the page
   */
  public CommManager(Outlet outlet) {
    this.outlet = outlet;
  }

  @Override
  public Iterator<Comm> iterator() {
    return List.copyOf(comms.values()).iterator();
  }

  /**
   * A comm.
   *
   * @param id its id
   * @return the comm, or null when none is open by this id
   */
  public @Nullable Comm getCommByID(String id) {
    return comms.get(id);
  }

  /**
   * Opens a comm to the page.
   *
   * @param target the name of who is to answer there
   * @param factory makes this side
   * @param <T> this side's class
   * @return this side
   */
  public <T extends Comm> T openComm(String target, CommFactory<T> factory) {
    String id = UUID.randomUUID().toString();
    T comm = factory.produce(this, id, target, null);
    comms.put(id, comm);
    JsonObject content = content(id, new JsonObject());
    content.addProperty("target_name", target);
    outlet.publish("comm_open", content, Map.of(), List.of());
    return comm;
  }

  /**
   * Says something on a comm.
   *
   * @param id the comm's id
   * @param data what
   */
  public void messageComm(String id, JsonObject data) {
    messageComm(id, data, Map.of(), List.of());
  }

  /**
   * Says something on a comm, with binary data.
   *
   * @param id the comm's id
   * @param data what
   * @param metadata metadata
   * @param blobs binary data
   */
  public void messageComm(
      String id, JsonObject data, Map<String, Object> metadata, List<byte[]> blobs) {
    outlet.publish("comm_msg", content(id, data), metadata, blobs);
  }

  /**
   * Closes a comm.
   *
   * @param comm which
   */
  public void closeComm(Comm comm) {
    if (comms.remove(comm.getID()) != null) {
      outlet.publish("comm_close", content(comm.getID(), new JsonObject()), Map.of(), List.of());
    }
    comm.closed(null);
  }

  /**
   * Says who answers comms that the page opens to a name.
   *
   * @param name the target's name
   * @param target makes this side
   */
  public void registerTarget(String name, CommTarget target) {
    targets.put(name, target);
  }

  /**
   * Takes back {@link #registerTarget}.
   *
   * @param name the target's name
   */
  public void unregisterTarget(String name) {
    targets.remove(name);
  }

  /**
   * Who answers.
   *
   * @param name the target's name
   * @return the target, or null
   */
  public @Nullable CommTarget getTarget(String name) {
    return targets.get(name);
  }

  /**
   * The page opens a comm; when nobody answers, it is closed at once.
   *
   * @param message the page's words
   */
  public void opened(Message<CommOpenCommand> message) {
    String id = message.getContent().getCommID();
    String name = message.getContent().getTargetName();
    CommTarget target = targets.get(name);
    Comm comm = target == null ? null : target.createComm(this, id, name, message);
    if (comm == null) {
      outlet.publish("comm_close", content(id, new JsonObject()), Map.of(), List.of());
    } else {
      comms.put(id, comm);
    }
  }

  /**
   * The page says something; without such a comm nothing happens.
   *
   * @param message the page's words
   */
  public void said(Message<CommMsgCommand> message) {
    Comm comm = comms.get(message.getContent().getCommID());
    if (comm != null) {
      comm.onMessage(message);
    }
  }

  /**
   * The page closes a comm; without such a comm nothing happens.
   *
   * @param message the page's words
   */
  public void closed(Message<CommCloseCommand> message) {
    Comm comm = comms.remove(message.getContent().getCommID());
    if (comm != null) {
      comm.closed(message);
    }
  }

  private static JsonObject content(String id, JsonObject data) {
    JsonObject content = new JsonObject();
    content.addProperty("comm_id", id);
    content.add("data", data);
    return content;
  }
}
