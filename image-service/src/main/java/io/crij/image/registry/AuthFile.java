package io.crij.image.registry;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** auth.json (containers-auth.json(5)), read at every pull. */
public final class AuthFile {
  /** Where root's tools keep it on a node. */
  public static final Path DEFAULT = Path.of("/etc/containers/auth.json");

  private static final int MAX_BYTES = 1024 * 1024;

  private final Path file;

  public AuthFile(Path file) {
    this.file = file;
  }

  /** What the file has for a repository. */
  sealed interface Entry {
    /** The credentials themselves. */
    record Known(Credentials credentials) implements Entry {}

    /** The helper program that has them, without {@code docker-credential-}. */
    record AtHelper(String helper) implements Entry {}
  }

  /**
   * The helper of the registry, or the credentials of the longest entry that covers {@code
   * host[:port]/repository}, or the helper of all registries.
   */
  Optional<Entry> find(String host, String repository) {
    return find(load(), host, repository);
  }

  /** As the other, in the content of the file. */
  Optional<Entry> find(JsonNode file, String host, String repository) {
    return helper(host, file.path("credHelpers"))
        .or(() -> entry(host, repository, file.path("auths")).map(Entry.Known::new))
        .or(() -> named(file.path("credsStore")));
  }

  private static Optional<Entry> helper(String host, JsonNode helpers) {
    for (String key : helpers.propertyNames()) {
      if (ServerAddress.sameRegistry(key, host)) {
        return named(helpers.path(key));
      }
    }
    return Optional.empty();
  }

  private static Optional<Entry> named(JsonNode helper) {
    return Optional.of(helper.asString("")).filter(s -> !s.isEmpty()).map(Entry.AtHelper::new);
  }

  private Optional<Credentials> entry(String host, String repository, JsonNode auths) {
    String name = host + "/" + repository;
    while (true) {
      JsonNode entry = auths.path(name);
      if (entry.isObject()) {
        return credentials(name, entry);
      }
      int slash = name.lastIndexOf('/');
      if (slash < 0) {
        return legacy(host, auths);
      }
      name = name.substring(0, slash);
    }
  }

  /** Old docker wrote whole URLs as keys, and Docker Hub has several names. */
  private Optional<Credentials> legacy(String host, JsonNode auths) {
    for (String key : auths.propertyNames()) {
      boolean whole = key.contains("://") || key.indexOf('/') < 0;
      if (whole && ServerAddress.sameRegistry(key, host)) {
        return credentials(key, auths.path(key));
      }
    }
    return Optional.empty();
  }

  private Optional<Credentials> credentials(String key, JsonNode entry) {
    String identity = entry.path("identitytoken").asString("");
    if (!identity.isEmpty()) {
      return Optional.of(new Credentials.IdentityToken(identity));
    }
    String auth = entry.path("auth").asString("");
    return auth.isEmpty()
        ? Optional.empty()
        : Optional.of(PullCredentials.decode(auth, "the entry of " + key + " in " + file));
  }

  private JsonNode load() {
    try (InputStream in = Files.newInputStream(file)) {
      return content(in);
    } catch (NoSuchFileException e) {
      return Json.strict().createObjectNode();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The content of the file.
   *
   * @throws FailedPrecondition when it is malformed
   */
  JsonNode content(InputStream in) {
    try {
      return Json.readBounded(in, MAX_BYTES);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  // Without the cause: the parser's message could quote a secret.
  private FailedPrecondition unreadable(IOException e) {
    return new FailedPrecondition(
        "the credentials file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")",
        "Correct the file.");
  }
}
