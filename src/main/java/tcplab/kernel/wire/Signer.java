package tcplab.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs and checks messages with HMAC. Not for use by two threads at once. */
final class Signer {
  private static final byte[] UNSIGNED = {};

  private final boolean signs;
  private final Mac mac;

  /**
   * A signer with the connection file's key.
   *
   * @param scheme such as {@code hmac-sha256}
   * @param key the key; empty: nothing is signed and nothing is checked
   * @throws IllegalArgumentException when the scheme is none that this JDK knows
   */
  Signer(String scheme, String key) {
    try {
      String algorithm = scheme.toUpperCase(Locale.ROOT).replace("-", "");
      mac = Mac.getInstance(algorithm.startsWith("HMAC") ? "Hmac" + algorithm.substring(4) : "");
      signs = !key.isEmpty();
      if (signs) {
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
      }
    } catch (NoSuchAlgorithmException | InvalidKeyException bad) {
      throw new IllegalArgumentException("Unknown signature scheme " + scheme, bad);
    }
  }

  /** The signature of these frames, as lower-case hexadecimal digits. */
  byte[] sign(List<byte[]> frames) {
    if (!signs) {
      return UNSIGNED;
    }
    for (byte[] frame : frames) {
      mac.update(frame);
    }
    return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether the signature belongs to the frames; takes as long for a wrong one as for a right. */
  boolean verifies(byte[] signature, List<byte[]> frames) {
    return !signs || MessageDigest.isEqual(sign(frames), signature);
  }
}
