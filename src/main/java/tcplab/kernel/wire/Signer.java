package tcplab.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signs and checks messages with HMAC (RFC 2104). Not for use by two threads at once.
 *
 * <p>Over {@link MessageDigest} and not by {@code javax.crypto.Mac}: setting up the JDK's
 * cryptography, with its providers and policy files, would be a tenth of the kernel's start.
 */
final class Signer {
  private static final byte[] UNSIGNED = {};
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  /** A digest's name for the JDK, and the size of its blocks in bytes (FIPS 180-4, RFC 1321). */
  private record Hash(String name, int block) {}

  private static final Map<String, Hash> SCHEMES =
      Map.of(
          "hmac-md5", new Hash("MD5", 64),
          "hmac-sha1", new Hash("SHA-1", 64),
          "hmac-sha224", new Hash("SHA-224", 64),
          "hmac-sha256", new Hash("SHA-256", 64),
          "hmac-sha384", new Hash("SHA-384", 128),
          "hmac-sha512", new Hash("SHA-512", 128));

  private final boolean signs;
  private final MessageDigest digest;
  private final byte[] innerKey;
  private final byte[] outerKey;

  /**
   * A signer with the connection file's key.
   *
   * @param scheme such as {@code hmac-sha256}
   * @param key the key; empty: nothing is signed and nothing is checked
   * @throws IllegalArgumentException when the scheme is none that is known
   */
  Signer(String scheme, String key) {
    Hash hash = SCHEMES.get(scheme.toLowerCase(Locale.ROOT));
    if (hash == null) {
      throw new IllegalArgumentException("Unknown signature scheme " + scheme);
    }
    try {
      digest = MessageDigest.getInstance(hash.name());
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalArgumentException("Unknown signature scheme " + scheme, absent);
    }
    signs = !key.isEmpty();
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    byte[] block =
        Arrays.copyOf(bytes.length > hash.block() ? digest.digest(bytes) : bytes, hash.block());
    innerKey = masked(block, INNER);
    outerKey = masked(block, OUTER);
  }

  private static byte[] masked(byte[] block, byte mask) {
    byte[] masked = block.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= mask;
    }
    return masked;
  }

  /** The signature of these frames, as lower-case hexadecimal digits. */
  byte[] sign(List<byte[]> frames) {
    if (!signs) {
      return UNSIGNED;
    }
    digest.update(innerKey);
    for (byte[] frame : frames) {
      digest.update(frame);
    }
    byte[] inner = digest.digest();
    digest.update(outerKey);
    return HexFormat.of().formatHex(digest.digest(inner)).getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether the signature belongs to the frames; takes as long for a wrong one as for a right. */
  boolean verifies(byte[] signature, List<byte[]> frames) {
    return !signs || MessageDigest.isEqual(sign(frames), signature);
  }
}
