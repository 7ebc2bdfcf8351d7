package io.crij.image.trust;

import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.InvalidArgument;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Checks signatures of one image against one requirement. */
final class SigstoreVerification {
  private final Requirement.SigstoreSigned requirement;
  private final List<PublicKey> keys;
  private final ImageReference wanted;

  SigstoreVerification(Requirement.SigstoreSigned requirement, ImageReference wanted) {
    this.requirement = requirement;
    this.keys = requirement.keys().load();
    this.wanted = wanted;
  }

  /**
   * Empty when a signature meets the requirement, else why none does.
   *
   * @param manifest that has to be signed
   */
  Optional<String> refusal(Digest manifest, List<SigstoreSignature> signatures) {
    if (signatures.isEmpty()) {
      return Optional.of("there is no signature for " + manifest);
    }
    List<String> reasons = new ArrayList<>();
    for (SigstoreSignature signature : signatures) {
      Optional<String> refusal = refusal(manifest, signature);
      if (refusal.isEmpty()) {
        return Optional.empty();
      }
      reasons.add(refusal.get());
    }
    return Optional.of(
        "none of "
            + signatures.size()
            + " signatures counts: "
            + String.join("; ", reasons.stream().distinct().limit(4).toList()));
  }

  private Optional<String> refusal(Digest manifest, SigstoreSignature signature) {
    if (keys.stream().noneMatch(key -> verifies(key, signature))) {
      return Optional.of("it was not made with a trusted key");
    }
    SigstorePayload payload;
    try {
      payload = SigstorePayload.parse(signature.payload());
    } catch (InvalidArgument malformed) {
      return Optional.of(malformed.what());
    }
    if (!payload.manifest().equals(manifest)) {
      return Optional.of("it is for another image, " + payload.manifest());
    }
    if (!requirement.identity().accepts(wanted, payload.identity())) {
      return Optional.of(
          "it is for the name "
              + payload.identity().whole()
              + ", which the policy's signedIdentity does not accept");
    }
    return Optional.empty();
  }

  private static boolean verifies(PublicKey key, SigstoreSignature signed) {
    try {
      Signature verifier = Signature.getInstance(algorithm(key));
      verifier.initVerify(key);
      verifier.update(signed.payload());
      return verifier.verify(Base64.getDecoder().decode(signed.signature().strip()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Bytes that are no signature of this kind are none by this key.
      return false;
    }
  }

  private static String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> "Ed25519";
    };
  }
}
