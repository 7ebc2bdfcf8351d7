package io.crij.image.trust;

import io.crij.image.reference.Digest;
import java.util.List;

/** Where the signatures of an image are looked for. */
@FunctionalInterface
public interface SignatureSource {
  /** Nobody has signed anything. */
  SignatureSource NONE = _ -> List.of();

  /**
   * The signatures attached to a manifest or index; empty when there are none.
   *
   * @throws io.crij.operations.failure.Failure when that cannot be found out
   */
  List<SigstoreSignature> of(Digest manifest);
}
