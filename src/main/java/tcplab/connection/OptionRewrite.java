package tcplab.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Packets;

/**
 * An option of a SYN that reads differently at two places of the path.
 *
 * @param side whose SYN
 * @param option {@code mss}, {@code window_scale}, {@code sack_permitted} or {@code timestamps}
 * @param here its value in the one capture; {@code null} when it is not there
 * @param elsewhere its value in the other
 */
public record OptionRewrite(
    Side side, String option, @Nullable String here, @Nullable String elsewhere) {

  static void compare(
      Side side,
      Packets.@Nullable Options here,
      Packets.@Nullable Options elsewhere,
      List<OptionRewrite> into) {
    if (here == null || elsewhere == null) {
      return;
    }
    compare(side, "mss", here.mss(), elsewhere.mss(), into);
    compare(side, "window_scale", here.windowScale(), elsewhere.windowScale(), into);
    compare(side, "sack_permitted", here.sackPermitted(), elsewhere.sackPermitted(), into);
  }

  static void compare(Handshake here, Handshake elsewhere, List<OptionRewrite> into) {
    if (here.clientOptions() != null && elsewhere.clientOptions() != null) {
      compare(
          Side.CLIENT, "timestamps", here.clientTimestamps(), elsewhere.clientTimestamps(), into);
    }
    if (here.serverOptions() != null && elsewhere.serverOptions() != null) {
      compare(
          Side.SERVER, "timestamps", here.serverTimestamps(), elsewhere.serverTimestamps(), into);
    }
  }

  private static void compare(
      Side side, String option, int here, int elsewhere, List<OptionRewrite> into) {
    if (here != elsewhere) {
      into.add(new OptionRewrite(side, option, text(here), text(elsewhere)));
    }
  }

  private static void compare(
      Side side, String option, boolean here, boolean elsewhere, List<OptionRewrite> into) {
    if (here != elsewhere) {
      into.add(new OptionRewrite(side, option, here ? "yes" : null, elsewhere ? "yes" : null));
    }
  }

  private static @Nullable String text(int value) {
    return value == Packets.ABSENT ? null : Integer.toString(value);
  }
}
