package io.crij.image.trust;

import io.crij.operations.failure.PlainText;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a {@code sigstoreSigned} requirement of policy.json. */
final class SigstoreParser {
  private static final Set<String> KEYS = Set.of("keyPath", "keyPaths", "keyData", "keyDatas");

  /** Ways to trust that need services beside the registry. */
  private static final Set<String> KEYLESS = Set.of("fulcio", "pki");

  private static final Set<String> TRANSPARENCY =
      Set.of(
          "rekorPublicKeyPath", "rekorPublicKeyPaths", "rekorPublicKeyData", "rekorPublicKeyDatas");

  private final PolicyParser policy;
  private final JsonNode item;

  SigstoreParser(PolicyParser policy, JsonNode item) {
    this.policy = policy;
    this.item = item;
  }

  Requirement parse() {
    for (String key : item.propertyNames()) {
      if (KEYLESS.contains(key)) {
        return new Requirement.Unverifiable("sigstoreSigned with " + key + " instead of keys");
      }
      if (TRANSPARENCY.contains(key)) {
        return new Requirement.Unverifiable("sigstoreSigned with a transparency log (Rekor)");
      }
      if (!KEYS.contains(key) && !key.equals("type") && !key.equals("signedIdentity")) {
        throw policy.wrong("has the unknown key " + PlainText.of(key, 80) + " in sigstoreSigned");
      }
    }
    return new Requirement.SigstoreSigned(keys(), identity(item.path("signedIdentity")));
  }

  private PublicKeys keys() {
    List<String> given = KEYS.stream().filter(item::has).toList();
    if (given.size() != 1) {
      throw policy.wrong(
          "must have exactly one of keyPath, keyPaths, keyData, keyDatas in sigstoreSigned");
    }
    String key = given.getFirst();
    List<String> values = texts(item.get(key), key);
    return key.startsWith("keyPath")
        ? new PublicKeys(values.stream().map(this::path).toList(), List.of())
        : new PublicKeys(List.of(), values.stream().map(this::decoded).toList());
  }

  private List<String> texts(JsonNode value, String key) {
    List<String> texts = new ArrayList<>();
    if (key.endsWith("s") != value.isArray()) {
      throw policy.wrong(
          "must have " + (key.endsWith("s") ? "an array" : "a string") + " as " + key);
    }
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      if (!one.isString() || one.stringValue().isEmpty()) {
        throw policy.wrong("must have texts in " + key);
      }
      texts.add(one.stringValue());
    }
    if (texts.isEmpty()) {
      throw policy.wrong("has no key in " + key);
    }
    return texts;
  }

  private Path path(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Falls through to the one refusal.
    }
    throw policy.wrong("names the key " + PlainText.of(text, 80) + ", which is no absolute path");
  }

  private String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw policy.wrong("has key data that is not base64");
    }
  }

  private SignedIdentity identity(JsonNode identity) {
    if (identity.isMissingNode()) {
      return new SignedIdentity.RepoDigestOrExact();
    }
    return switch (identity.path("type").asString("")) {
      case "matchExact" -> plain(identity, new SignedIdentity.Exact());
      case "matchRepoDigestOrExact" -> plain(identity, new SignedIdentity.RepoDigestOrExact());
      case "matchRepository" -> plain(identity, new SignedIdentity.Repository());
      case "exactReference" -> {
        SignedName name = policy.name(field(identity, "dockerReference"));
        if (name.nameOnly()) {
          throw policy.wrong("has an exactReference without tag and digest");
        }
        yield new SignedIdentity.FixedReference(name);
      }
      case "exactRepository" ->
          new SignedIdentity.FixedRepository(policy.name(field(identity, "dockerRepository")));
      case "remapIdentity" -> remap(identity);
      default -> throw policy.wrong("has a signedIdentity of an unknown type");
    };
  }

  private SignedIdentity remap(JsonNode identity) {
    policy.requireKnown(identity, Set.of("type", "prefix", "signedPrefix"), "remapIdentity");
    return new SignedIdentity.Remap(text(identity, "prefix"), text(identity, "signedPrefix"));
  }

  private SignedIdentity plain(JsonNode identity, SignedIdentity value) {
    policy.requireKnown(identity, Set.of("type"), "signedIdentity");
    return value;
  }

  private String field(JsonNode identity, String name) {
    policy.requireKnown(identity, Set.of("type", name), "signedIdentity");
    return text(identity, name);
  }

  private String text(JsonNode identity, String name) {
    JsonNode value = identity.path(name);
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw policy.wrong("has a signedIdentity without " + name);
    }
    return value.stringValue();
  }
}
