package io.crij.image.trust;

import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.FailedPrecondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a signature policy asks of one image; all of it has to be met. */
public final class ImageRequirements {
  private final ImageReference image;
  private final String rule;
  private final List<Requirement> requirements;

  ImageRequirements(ImageReference image, String rule, List<Requirement> requirements) {
    this.image = image;
    this.rule = rule;
    this.requirements = List.copyOf(requirements);
  }

  /** Nothing: there is no policy. */
  static ImageRequirements none(ImageReference image) {
    return new ImageRequirements(image, "", List.of());
  }

  /** Whether signatures have to be looked at. */
  public boolean needSignatures() {
    return requirements.stream().anyMatch(Requirement.SigstoreSigned.class::isInstance);
  }

  /**
   * Refuses what no signature could change, before anything is fetched.
   *
   * @throws FailedPrecondition with CRI's SignatureValidationFailed
   */
  public ImageRequirements requirePossible() {
    for (Requirement requirement : requirements) {
      switch (requirement) {
        case Requirement.Accept _, Requirement.SigstoreSigned _ -> {}
        case Requirement.Reject _ ->
            throw refused("rejects it", "Use another image, or change the policy.");
        case Requirement.Unverifiable(String what) ->
            throw refused(
                "asks for " + what + ", which CRI-J does not verify",
                "It is refused rather than accepted unverified: use sigstoreSigned with a public"
                    + " key, or change the policy for this scope.");
      }
    }
    return this;
  }

  /**
   * Verifies the signatures of an image.
   *
   * @param digests of the manifest that runs here and of the index it came from, if there is one; a
   *     signature over either counts, since the index fixes the manifest by its digest
   * @throws FailedPrecondition with CRI's SignatureValidationFailed
   */
  public void verify(List<Digest> digests, SignatureSource source) {
    requirePossible();
    for (Requirement requirement : requirements) {
      if (requirement instanceof Requirement.SigstoreSigned signed) {
        verify(signed, digests, source);
      }
    }
  }

  private void verify(
      Requirement.SigstoreSigned requirement, List<Digest> digests, SignatureSource source) {
    SigstoreVerification verification = new SigstoreVerification(requirement, image);
    List<String> refusals = new ArrayList<>();
    for (Digest digest : digests.stream().distinct().toList()) {
      Optional<String> refusal = verification.refusal(digest, source.of(digest));
      if (refusal.isEmpty()) {
        return;
      }
      refusals.add(refusal.get());
    }
    throw refused(
        "asks for a sigstore signature: " + String.join(", and ", refusals),
        "Sign the image with a trusted key, or correct the policy.");
  }

  private FailedPrecondition refused(String why, String advice) {
    return SignatureRefusal.of("image " + image + ": " + rule + " " + why, advice);
  }
}
