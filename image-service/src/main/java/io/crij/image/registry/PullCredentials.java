package io.crij.image.registry;

import io.crij.operations.failure.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The credentials that came with a pull (CRI {@code AuthConfig}).
 *
 * @param server the registry they are for; empty means the registry of the image's name
 */
public record PullCredentials(Credentials credentials, Optional<String> server) {
  public static final PullCredentials NONE =
      new PullCredentials(Credentials.none(), Optional.empty());

  /**
   * Reads the fields of an AuthConfig; unset ones are empty.
   *
   * @param auth base64 of {@code user:password}
   * @throws InvalidArgument when auth is not of that form
   */
  public static PullCredentials of(
      String username,
      String password,
      String auth,
      String serverAddress,
      String identityToken,
      String registryToken) {
    Credentials credentials = Credentials.none();
    if (!registryToken.isEmpty()) {
      credentials = new Credentials.RegistryToken(registryToken);
    } else if (!identityToken.isEmpty()) {
      credentials = new Credentials.IdentityToken(identityToken);
    } else if (!username.isEmpty()) {
      credentials = new Credentials.Password(username, password);
    } else if (!auth.isEmpty()) {
      credentials = decode(auth, "auth of the pull's AuthConfig");
    }
    return new PullCredentials(credentials, Optional.of(serverAddress).filter(s -> !s.isEmpty()));
  }

  /** Bytes that are equal for equal credentials only; secret. */
  public byte[] fingerprintInput() {
    String kind = credentials.getClass().getSimpleName();
    String secret =
        switch (credentials) {
          case Credentials.Anonymous _ -> "";
          case Credentials.Password(String user, String password) -> user + "\0" + password;
          case Credentials.IdentityToken(String token) -> token;
          case Credentials.RegistryToken(String token) -> token;
        };
    return (kind + "\0" + secret + "\0" + server.orElse("")).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads base64 of {@code user:password}, as AuthConfig and auth.json hold it. */
  static Credentials.Password decode(String auth, String where) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw notAPair(where);
    }
    int colon = pair.indexOf(':');
    if (colon <= 0) {
      throw notAPair(where);
    }
    // docker login pads with NUL.
    int end = pair.indexOf('\0', colon);
    return new Credentials.Password(
        pair.substring(0, colon), pair.substring(colon + 1, end < 0 ? pair.length() : end));
  }

  private static InvalidArgument notAPair(String where) {
    return new InvalidArgument(
        where + " is not base64 of user:password", "Correct the image pull secret.");
  }
}
