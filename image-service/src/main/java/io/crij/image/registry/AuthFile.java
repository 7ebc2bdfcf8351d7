package io.crij.image.registry;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** auth.json (containers-auth.json(5)), read at every pull. Credential helpers are not run. */
public final class AuthFile {
  /** Where root's tools keep it on a node. */
  public static final Path DEFAULT = Path.of("/etc/containers/auth.json");

  private static final int MAX_BYTES = 1024 * 1024;

  private final Path file;

  public AuthFile(Path file) {
    this.file = file;
  }

  /** The credentials of the longest entry that covers {@code host[:port]/repository}. */
  Optional<Credentials> find(String host, String repository) {
    JsonNode auths = load().path("auths");
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

  /** Old docker wrote whole URLs as keys. */
  private Optional<Credentials> legacy(String host, JsonNode auths) {
    for (String key : auths.propertyNames()) {
      if (key.contains("://") && ServerAddress.sameRegistry(key, host)) {
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
      return Json.readBounded(in, MAX_BYTES);
    } catch (NoSuchFileException e) {
      return Json.strict().createObjectNode();
    } catch (IOException | JacksonException e) {
      // The parser's message could quote a secret.
      throw new FailedPrecondition(
          "the credentials file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")",
          "Correct the file.");
    }
  }
}
