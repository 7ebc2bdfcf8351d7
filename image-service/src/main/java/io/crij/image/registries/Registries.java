package io.crij.image.registries;

import io.crij.image.reference.ImageReference;
import io.crij.image.reference.ShortName;
import io.crij.operations.failure.FailedPrecondition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The contents of registries.conf and its drop-ins, merged. Immutable.
 *
 * @param searchRegistries {@code unqualified-search-registries}
 */
public record Registries(List<String> searchRegistries, List<RegistryRule> rules) {
  /** No file: every image is at its own registry. */
  public static final Registries NONE = new Registries(List.of(), List.of());

  public Registries {
    searchRegistries = List.copyOf(searchRegistries);
    rules = List.copyOf(rules);
  }

  /** The references that a name as written may stand for, in the order to try. */
  public List<ImageReference> candidates(String written) {
    return ShortName.candidates(written, searchRegistries);
  }

  /**
   * The endpoints to try for an image, in order: mirrors first, then its registry.
   *
   * @throws FailedPrecondition when the registry is blocked
   */
  public List<Endpoint> route(ImageReference reference) {
    Optional<RegistryRule> found =
        rules.stream()
            .filter(rule -> rule.prefix().matched(reference.toString()) >= 0)
            .max(Comparator.comparingInt(rule -> rule.prefix().matched(reference.toString())));
    if (found.isEmpty()) {
      return List.of(new Endpoint(reference, false, false, Optional.empty()));
    }
    RegistryRule rule = found.get();
    if (rule.blocked()) {
      throw new FailedPrecondition(
          "registry " + rule.prefix().text() + " is blocked by " + rule.file(),
          "Use another registry, or remove blocked = true there.");
    }
    int covered = rule.prefix().matched(reference.toString());
    List<Endpoint> endpoints = new ArrayList<>();
    for (Mirror mirror : rule.mirrors()) {
      if (mirror.serves().serves(reference)) {
        ImageReference target = mirror.location().rewrite(reference, covered);
        endpoints.add(new Endpoint(target, mirror.insecure(), true, Optional.of(rule.file())));
      }
    }
    ImageReference own =
        rule.location().map(location -> location.rewrite(reference, covered)).orElse(reference);
    endpoints.add(new Endpoint(own, rule.insecure(), false, Optional.of(rule.file())));
    return List.copyOf(endpoints);
  }
}
