package io.crij.image.trust;

import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of a requirement: PEM texts in the policy, and files that are read when they are needed,
 * so that a key can be exchanged without touching the policy.
 */
record PublicKeys(List<Path> files, List<String> texts) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

  /** Key types that sigstore uses, by the name of X.509's algorithm. */
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  PublicKeys {
    files = List.copyOf(files);
    texts = List.copyOf(texts);
  }

  /**
   * All keys.
   *
   * @throws FailedPrecondition when one cannot be read, since a missing key must not pass unnoticed
   */
  List<PublicKey> load() {
    List<PublicKey> keys = new ArrayList<>();
    for (Path file : files) {
      keys.add(key(text(file), "the key " + file));
    }
    for (String text : texts) {
      keys.add(key(text, "the key data"));
    }
    return keys;
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new FailedPrecondition(
          "the key " + file + " of the signature policy cannot be read",
          "Put the key there, or correct the policy.",
          e);
    }
  }

  private static PublicKey key(String text, String what) {
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      throw wrong(what);
    }
    byte[] encoded = decoded(pem.group(1), what);
    return ALGORITHMS.stream()
        .flatMap(algorithm -> key(algorithm, encoded).stream())
        .findFirst()
        .orElseThrow(() -> wrong(what));
  }

  private static Optional<PublicKey> key(String algorithm, byte[] encoded) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException ofAnotherType) {
      return Optional.empty();
    }
  }

  private static byte[] decoded(String base64, String what) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw wrong(what);
    }
  }

  private static FailedPrecondition wrong(String what) {
    return new FailedPrecondition(
        what + " of the signature policy is no public key",
        "Give an ECDSA, RSA or Ed25519 key in PEM (-----BEGIN PUBLIC KEY-----).");
  }
}
