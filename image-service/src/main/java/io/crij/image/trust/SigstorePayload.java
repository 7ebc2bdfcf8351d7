package io.crij.image.trust;

import io.crij.image.reference.Digest;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.record.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a signature says (containers image signatures, "JSON payload", as cosign writes it). Read
 * only after the signature was verified, and strictly: a field more or less is refused.
 *
 * @param manifest digest of the signed manifest or index
 * @param identity the image's name
 */
record SigstorePayload(Digest manifest, SignedName identity) {
  private static final int MAX_BYTES = 256 * 1024;
  private static final String TYPE = "cosign container image signature";

  /**
   * Reads a payload.
   *
   * @throws InvalidArgument saying what is wrong
   */
  static SigstorePayload parse(byte[] payload) {
    JsonNode root = json(payload);
    requireFields(root, Set.of("critical", "optional"));
    JsonNode critical = root.path("critical");
    requireFields(critical, Set.of("type", "image", "identity"));
    if (!text(critical, "type").equals(TYPE)) {
      throw refused("its type is not \"" + TYPE + "\"");
    }
    JsonNode image = critical.path("image");
    requireFields(image, Set.of("docker-manifest-digest"));
    JsonNode identity = critical.path("identity");
    requireFields(identity, Set.of("docker-reference"));
    return new SigstorePayload(
        Digest.parse(text(image, "docker-manifest-digest")),
        SignedName.parse(text(identity, "docker-reference")));
  }

  private static JsonNode json(byte[] payload) {
    try {
      return Json.readBounded(new ByteArrayInputStream(payload), MAX_BYTES);
    } catch (IOException e) {
      throw refused(e.getMessage());
    }
  }

  private static void requireFields(JsonNode object, Set<String> fields) {
    if (!object.isObject() || !Set.copyOf(object.propertyNames()).equals(fields)) {
      throw refused("it must have exactly the fields " + String.join(", ", fields));
    }
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (!value.isString()) {
      throw refused(field + " is not a string");
    }
    return value.stringValue();
  }

  private static InvalidArgument refused(String why) {
    return new InvalidArgument("its payload is malformed: " + why, "Sign the image with cosign.");
  }
}
