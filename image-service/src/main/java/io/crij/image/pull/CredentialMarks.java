package io.crij.image.pull;

import io.crij.image.reference.DigestAlgorithm;
import io.crij.image.reference.Hasher;
import io.crij.image.registry.PullCredentials;
import java.security.SecureRandom;

/** Short names for credentials that tell equal from different and reveal nothing. */
final class CredentialMarks {
  private static final int LENGTH = 12;

  // Without a secret salt a weak password could be guessed from its mark.
  private final byte[] salt = new byte[32];

  CredentialMarks() {
    new SecureRandom().nextBytes(salt);
  }

  String of(PullCredentials credentials) {
    if (credentials.credentials().anonymous()) {
      return "anonymous";
    }
    Hasher hasher = DigestAlgorithm.SHA256.hasher();
    hasher.update(salt, 0, salt.length);
    byte[] secret = credentials.fingerprintInput();
    hasher.update(secret, 0, secret.length);
    return hasher.digest().hex().substring(0, LENGTH);
  }
}
