package tcplab.sockets;

import org.jspecify.annotations.Nullable;
import tcplab.tcp.ServiceNames;

/**
 * An address with its port, in any tool's spelling: {@code 127.0.0.1:80}, {@code :::8080}, {@code
 * ::1:60047} (the last colon is the port's), {@code *:8080}, {@code [fe80::1%12]:80}, {@code
 * [fe80::1]%eth0:22}, {@code 127.0.0.53%lo:53}, {@code localhost:ssh}, and BSD's {@code
 * 192.168.1.5.443}, {@code *.*}.
 *
 * @param address the address without brackets, its scope kept; {@code *} for an unnamed wildcard
 * @param port 1 to 65535, or 0 for a wildcard or a name that is not known
 * @param portText the port as printed
 * @param dotted whether the port follows a dot, as on BSD and macOS
 */
record Endpoint(String address, int port, String portText, boolean dotted) {
  private static final int HIGHEST_PORT = 65535;

  /** Reads one token; null when it is no address with a port. */
  static @Nullable Endpoint parse(String token) {
    if (token.startsWith("[")) {
      return bracketed(token);
    }
    int colon = token.lastIndexOf(':');
    int dot = token.lastIndexOf('.');
    int separator = Math.max(colon, dot);
    if (separator < 1 || separator == token.length() - 1) {
      return null;
    }
    String address = token.substring(0, separator);
    return of(address, token.substring(separator + 1), dot > colon);
  }

  private static @Nullable Endpoint bracketed(String token) {
    int close = token.indexOf(']');
    int colon = token.lastIndexOf(':');
    if (close < 2 || colon < close || colon == token.length() - 1) {
      return null;
    }
    String scope = token.substring(close + 1, colon);
    if (!scope.isEmpty() && !scope.startsWith("%")) {
      return null;
    }
    return of(token.substring(1, close) + scope, token.substring(colon + 1), false);
  }

  private static @Nullable Endpoint of(String address, String portText, boolean dotted) {
    int port = port(portText);
    return port < 0 || !isAddress(address) ? null : new Endpoint(address, port, portText, dotted);
  }

  private static boolean isAddress(String address) {
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (!Character.isLetterOrDigit(c) && ".:%-_*".indexOf(c) < 0) {
        return false;
      }
    }
    // An address is no bare number: "7: 12" in other tables is none.
    return address.equals("*")
        || address.indexOf(':') >= 0
        || address.indexOf('.') >= 0
        || address.chars().anyMatch(Character::isLetter)
        || address.startsWith("*%");
  }

  /** The number; 0 for a wildcard or an unknown name; -1 when it is no port. */
  private static int port(String text) {
    if (text.equals("*")) {
      return 0;
    }
    char first = text.charAt(0);
    if (first >= '0' && first <= '9') {
      return number(text);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && "-_.+/".indexOf(c) < 0) {
        return -1;
      }
    }
    return ServiceNames.port(text).orElse(0);
  }

  private static int number(String text) {
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        // A service's name may begin with a digit: 3com-tsmux.
        return Character.isLetter(c) || c == '-' ? ServiceNames.port(text).orElse(0) : -1;
      }
      number = number * 10 + (c - '0');
      if (number > HIGHEST_PORT) {
        return -1;
      }
    }
    return number;
  }

  /** Whether the port is a name that {@link ServiceNames} does not know. */
  boolean isUnknownService() {
    return port == 0 && !portText.equals("*") && !isDigit(portText.charAt(0));
  }

  /** Whether the tool printed the port as a number or a wildcard, not as a name. */
  boolean isNumeric() {
    return portText.equals("*") || isDigit(portText.charAt(0));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
