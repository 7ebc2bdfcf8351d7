package io.crij.image.trust;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;

/**
 * The refusals of signature policies, in CRI's wording (cri-api, pkg/errors), by which the kubelet
 * knows them.
 */
public final class SignatureRefusal {
  private static final String REASON = "SignatureValidationFailed";

  private SignatureRefusal() {}

  static FailedPrecondition of(String why, String advice) {
    return new FailedPrecondition(REASON + ": " + why, advice);
  }

  /** Whether a policy has refused the image, so that another endpoint would not help. */
  public static boolean is(Failure failure) {
    return failure.what().startsWith(REASON);
  }
}
