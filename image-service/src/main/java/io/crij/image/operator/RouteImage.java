package io.crij.image.operator;

import io.crij.image.operator.v1.RouteCandidate;
import io.crij.image.operator.v1.RouteEndpoint;
import io.crij.image.operator.v1.RouteRequest;
import io.crij.image.operator.v1.RouteResponse;
import io.crij.image.reference.ImageReference;
import io.crij.image.registries.Endpoint;
import io.crij.image.registries.Registries;
import io.crij.image.registries.RegistriesFiles;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;

/** Route: what a pull would ask, by the files as they are now. Asks nobody. */
final class RouteImage {
  private final RegistriesFiles files;

  RouteImage(RegistriesFiles files) {
    this.files = files;
  }

  RouteResponse answer(RouteRequest request) {
    if (request.getImage().isEmpty()) {
      throw new InvalidArgument("Route names no image", "Set image.");
    }
    Registries registries = files.current();
    RouteResponse.Builder answer = RouteResponse.newBuilder();
    for (ImageReference reference : registries.candidates(request.getImage())) {
      answer.addCandidates(candidate(registries, reference));
    }
    return answer.build();
  }

  private static RouteCandidate candidate(Registries registries, ImageReference reference) {
    RouteCandidate.Builder candidate =
        RouteCandidate.newBuilder().setReference(reference.toString());
    try {
      for (Endpoint endpoint : registries.route(reference)) {
        candidate.addEndpoints(endpoint(endpoint));
      }
    } catch (FailedPrecondition | InvalidArgument blocked) {
      candidate.setRefusal(blocked.getMessage());
    }
    return candidate.build();
  }

  private static RouteEndpoint endpoint(Endpoint endpoint) {
    return RouteEndpoint.newBuilder()
        .setLocation(endpoint.target().name())
        .setMirror(endpoint.mirror())
        .setInsecure(endpoint.insecure())
        .setSource(endpoint.because().map(Object::toString).orElse(""))
        .setWhy(endpoint.mirror() ? "a mirror" : "the image's registry")
        .build();
  }
}
