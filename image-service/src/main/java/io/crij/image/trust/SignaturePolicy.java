package io.crij.image.trust;

import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.FailedPrecondition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The contents of policy.json.
 *
 * @param scopes requirement lists of the docker transport by scope; "" is the transport's default
 */
record SignaturePolicy(
    Path file, List<Requirement> byDefault, Map<String, List<Requirement>> scopes) {

  SignaturePolicy {
    byDefault = List.copyOf(byDefault);
    scopes = Map.copyOf(scopes);
  }

  /**
   * Applies the most specific scope.
   *
   * @throws FailedPrecondition with CRI's SignatureValidationFailed when the image may not be used
   */
  void check(ImageReference reference) {
    for (String scope : scopesOf(reference)) {
      List<Requirement> requirements = scopes.get(scope);
      if (requirements != null) {
        check(reference, requirements, scope.isEmpty() ? "transport docker" : "scope " + scope);
        return;
      }
    }
    check(reference, byDefault, "default");
  }

  private void check(ImageReference reference, List<Requirement> requirements, String rule) {
    for (Requirement requirement : requirements) {
      switch (requirement) {
        case Requirement.Accept _ -> {}
        case Requirement.Reject _ ->
            throw refused(
                reference, rule, "rejects it", "Use another image, or change the policy.");
        case Requirement.Unverifiable(String type) ->
            throw refused(
                reference,
                rule,
                "asks for " + type + ", which CRI-J does not verify yet",
                "It is refused rather than accepted unverified: change the policy for this scope.");
      }
    }
  }

  private FailedPrecondition refused(
      ImageReference reference, String rule, String why, String advice) {
    return new FailedPrecondition(
        "SignatureValidationFailed: image " + reference + ": " + file + " (" + rule + ") " + why,
        advice);
  }

  /** Scopes as containers-policy.json(5) orders them: identity, repository, parents, wildcards. */
  private static List<String> scopesOf(ImageReference reference) {
    List<String> scopes = new ArrayList<>();
    scopes.add(
        reference.name() + (reference.digest().isPresent() ? "@" : ":") + reference.selector());
    for (String name = reference.name(); ; name = name.substring(0, name.lastIndexOf('/'))) {
      scopes.add(name);
      if (name.indexOf('/') < 0) {
        break;
      }
    }
    String host = reference.registry();
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      scopes.add("*" + host.substring(dot));
    }
    scopes.add("");
    return scopes;
  }
}
