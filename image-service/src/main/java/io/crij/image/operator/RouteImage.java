package io.crij.image.operator;

import io.crij.image.operator.v1.RouteCandidate;
import io.crij.image.operator.v1.RouteEndpoint;
import io.crij.image.operator.v1.RouteRequest;
import io.crij.image.operator.v1.RouteResponse;
import io.crij.image.reference.ImageReference;
import io.crij.image.registries.NameMeaning;
import io.crij.image.registries.RouteEntry;
import io.crij.image.registries.Routes;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;

/** Route: what a pull would ask, by the files as they are now. Asks nobody. */
final class RouteImage {
  private final Routes routes;

  RouteImage(Routes routes) {
    this.routes = routes;
  }

  RouteResponse answer(RouteRequest request) {
    if (request.getImage().isEmpty()) {
      throw new InvalidArgument("Route names no image", "Set image.");
    }
    RouteResponse.Builder answer = RouteResponse.newBuilder();
    try {
      routes.meanings(request.getImage()).stream()
          .map(this::candidate)
          .forEach(answer::addCandidates);
    } catch (FailedPrecondition guess) {
      for (ImageReference reference : routes.candidates(request.getImage())) {
        answer.addCandidates(
            RouteCandidate.newBuilder()
                .setReference(reference.toString())
                .setRefusal(guess.getMessage()));
      }
    }
    return answer.build();
  }

  private RouteCandidate candidate(NameMeaning meaning) {
    RouteCandidate.Builder candidate =
        RouteCandidate.newBuilder()
            .setReference(meaning.reference().toString())
            .setSource(meaning.source().map(Object::toString).orElse(""))
            .setWhy(meaning.why());
    try {
      routes.route(meaning.reference()).stream()
          .map(RouteImage::entry)
          .forEach(candidate::addEndpoints);
    } catch (FailedPrecondition | InvalidArgument blocked) {
      candidate.setRefusal(blocked.getMessage());
    }
    return candidate.build();
  }

  private static RouteEndpoint entry(RouteEntry entry) {
    return RouteEndpoint.newBuilder()
        .setLocation(entry.endpoint().target().name())
        .setMirror(entry.endpoint().mirror())
        .setInsecure(entry.endpoint().insecure())
        .setSource(entry.source().map(Object::toString).orElse(""))
        .setWhy(entry.why())
        .build();
  }
}
