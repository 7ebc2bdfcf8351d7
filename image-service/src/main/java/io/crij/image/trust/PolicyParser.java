package io.crij.image.trust;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads policy.json strictly: what is not understood could be what somebody relies on. */
final class PolicyParser {
  private static final Set<String> TOP = Set.of("default", "transports");

  private final Path file;

  PolicyParser(Path file) {
    this.file = file;
  }

  /**
   * Reads the document.
   *
   * @throws FailedPrecondition saying what is wrong
   */
  SignaturePolicy parse(JsonNode root) {
    if (!root.isObject() || !root.has("default")) {
      throw wrong("has no default");
    }
    requireKnown(root, TOP, "the file");
    Map<String, Map<String, List<Requirement>>> transports = new HashMap<>();
    JsonNode given = root.path("transports");
    if (!given.isMissingNode()) {
      requireObject(given, "transports");
    }
    for (Map.Entry<String, JsonNode> transport : given.properties()) {
      requireObject(transport.getValue(), "the scopes of a transport");
      transports.put(transport.getKey(), scopes(transport.getValue()));
    }
    return new SignaturePolicy(file, requirements(root.get("default")), transports);
  }

  private Map<String, List<Requirement>> scopes(JsonNode transport) {
    Map<String, List<Requirement>> scopes = new HashMap<>();
    for (Map.Entry<String, JsonNode> scope : transport.properties()) {
      scopes.put(scope.getKey(), requirements(scope.getValue()));
    }
    return scopes;
  }

  private List<Requirement> requirements(JsonNode list) {
    if (!list.isArray() || list.isEmpty()) {
      throw wrong("has an empty requirement list");
    }
    List<Requirement> requirements = new ArrayList<>();
    for (JsonNode item : list) {
      requirements.add(requirement(item));
    }
    return requirements;
  }

  private Requirement requirement(JsonNode item) {
    return switch (item.path("type").asString("")) {
      case "insecureAcceptAnything" -> {
        requireKnown(item, Set.of("type"), "insecureAcceptAnything");
        yield new Requirement.Accept();
      }
      case "reject" -> {
        requireKnown(item, Set.of("type"), "reject");
        yield new Requirement.Reject();
      }
      case "signedBy" -> new Requirement.Unverifiable("signedBy (GPG simple signing)");
      case "sigstoreSigned" -> new SigstoreParser(this, item).parse();
      default -> throw wrong("has a requirement of an unknown type");
    };
  }

  // Passed over, it would leave what it restricts to the default.
  private void requireObject(JsonNode node, String what) {
    if (!node.isObject()) {
      throw wrong("must have an object as " + what);
    }
  }

  void requireKnown(JsonNode object, Set<String> known, String where) {
    for (String key : object.propertyNames()) {
      if (!known.contains(key)) {
        throw wrong("has the unknown key \"" + PlainText.of(key, 80) + "\" in " + where);
      }
    }
  }

  /** A name in the policy. */
  SignedName name(String text) {
    try {
      return SignedName.parse(text);
    } catch (InvalidArgument e) {
      throw wrong("has a wrong name: " + e.what());
    }
  }

  FailedPrecondition wrong(String why) {
    return new FailedPrecondition(
        "the signature policy " + file + " " + why,
        "Correct the file; until then no image is pulled.");
  }
}
