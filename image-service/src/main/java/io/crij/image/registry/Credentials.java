package io.crij.image.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a registry may be shown. No secret is in any {@code toString}. */
public sealed interface Credentials {
  /** None. */
  record Anonymous() implements Credentials {}

  /** User and password, for Basic or to get a Bearer token. */
  record Password(String username, String password) implements Credentials {
    String basic() {
      byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Password[redacted]";
    }
  }

  /** An OAuth 2 refresh token, exchanged for a Bearer token. */
  record IdentityToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "IdentityToken[redacted]";
    }
  }

  /** A Bearer token, used as it is. */
  record RegistryToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "RegistryToken[redacted]";
    }
  }

  static Credentials none() {
    return new Anonymous();
  }

  default boolean anonymous() {
    return this instanceof Anonymous;
  }
}
