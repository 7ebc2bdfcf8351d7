package io.crij.image.trust;

import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * policy.json, read at every pull. An absent file accepts everything, unless it is required; a
 * broken one accepts nothing.
 */
public final class SignaturePolicyFile {
  /** Where the containers tools keep it. */
  public static final Path DEFAULT = Path.of("/etc/containers/policy.json");

  private static final int MAX_BYTES = 1024 * 1024;

  private final Path file;
  private final boolean required;

  public SignaturePolicyFile(Path file) {
    this(file, false);
  }

  private SignaturePolicyFile(Path file, boolean required) {
    this.file = file;
    this.required = required;
  }

  /** One that somebody named: without it nothing is accepted. */
  public static SignaturePolicyFile required(Path file) {
    return new SignaturePolicyFile(file, true);
  }

  /**
   * Reads the file, to find out at start what every pull would run into.
   *
   * @throws FailedPrecondition when it cannot be read
   */
  public void requireReadable() {
    load();
  }

  /**
   * Passes when the policy lets this image be pulled.
   *
   * @throws FailedPrecondition when it does not, or cannot be read
   */
  public void check(ImageReference reference) {
    load().ifPresent(policy -> policy.check(reference));
  }

  private Optional<SignaturePolicy> load() {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(parse(Json.readBounded(in, MAX_BYTES)));
    } catch (NoSuchFileException e) {
      if (required) {
        throw unreadable(e);
      }
      return Optional.empty();
    } catch (IOException | JacksonException e) {
      throw unreadable(e);
    }
  }

  private SignaturePolicy parse(JsonNode root) {
    if (!root.has("default")) {
      throw wrong("has no default");
    }
    Map<String, List<Requirement>> scopes = new HashMap<>();
    JsonNode docker = root.path("transports").path("docker");
    for (Map.Entry<String, JsonNode> scope : docker.properties()) {
      scopes.put(scope.getKey(), requirements(scope.getValue()));
    }
    return new SignaturePolicy(file, requirements(root.get("default")), scopes);
  }

  private List<Requirement> requirements(JsonNode list) {
    List<Requirement> requirements = new ArrayList<>();
    for (JsonNode item : list) {
      requirements.add(
          switch (item.path("type").asString("")) {
            case "insecureAcceptAnything" -> new Requirement.Accept();
            case "reject" -> new Requirement.Reject();
            case "signedBy" -> new Requirement.Unverifiable("signedBy");
            case "sigstoreSigned" -> new Requirement.Unverifiable("sigstoreSigned");
            default -> throw wrong("has a requirement of an unknown type");
          });
    }
    if (!list.isArray() || requirements.isEmpty()) {
      throw wrong("has an empty requirement list");
    }
    return requirements;
  }

  private FailedPrecondition unreadable(Exception e) {
    return new FailedPrecondition(
        "the signature policy " + file + " cannot be read",
        "Correct the file; until then no image is pulled.",
        e);
  }

  private FailedPrecondition wrong(String why) {
    return new FailedPrecondition(
        "the signature policy " + file + " " + why,
        "Correct the file; until then no image is pulled.");
  }
}
