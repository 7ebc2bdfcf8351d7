package io.crij.e2e.fault;

import io.grpc.Status;

/**
 * How a registry misbehaves, and what a pull from it must end with. Kubelet's client takes away the
 * code of UNKNOWN alone, and kubelet looks for the reason at the beginning of what is left.
 */
enum RegistryFault {
  NONE(Status.Code.OK),
  CORRUPTED_LAYER(Status.Code.FAILED_PRECONDITION),
  LAYER_ENDS_EARLY(Status.Code.FAILED_PRECONDITION),
  LAYER_GOES_ON(Status.Code.FAILED_PRECONDITION),
  LAYER_NEVER_ENDS(Status.Code.FAILED_PRECONDITION),
  CONNECTION_BREAKS_IN_LAYER(Status.Code.UNKNOWN),
  NO_LAYER(Status.Code.NOT_FOUND),
  CORRUPTED_CONFIGURATION(Status.Code.FAILED_PRECONDITION),
  CONFIGURATION_NEVER_ENDS(Status.Code.FAILED_PRECONDITION),
  MANIFEST_IS_GARBAGE(Status.Code.INVALID_ARGUMENT),
  MANIFEST_NEVER_ENDS(Status.Code.FAILED_PRECONDITION),
  NO_MANIFEST(Status.Code.NOT_FOUND),
  UNAUTHORIZED(Status.Code.FAILED_PRECONDITION),
  FORBIDDEN(Status.Code.FAILED_PRECONDITION),
  SERVER_ERROR(Status.Code.UNKNOWN),
  TOO_MANY_REQUESTS(Status.Code.UNKNOWN);

  private final Status.Code expected;

  RegistryFault(Status.Code expected) {
    this.expected = expected;
  }

  Status.Code expected() {
    return expected;
  }
}
