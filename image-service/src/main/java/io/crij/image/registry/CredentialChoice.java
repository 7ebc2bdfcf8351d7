package io.crij.image.registry;

import io.crij.image.reference.ImageReference;
import io.crij.image.registries.Endpoint;

/** Which credentials an endpoint may see. */
public final class CredentialChoice {
  private final AuthFile authFile;

  public CredentialChoice(AuthFile authFile) {
    this.authFile = authFile;
  }

  /**
   * Those of the pull when they are for this very host, else those that auth.json has for it: a
   * mirror never sees what was given for the image's own registry.
   */
  public Credentials choose(Endpoint endpoint, ImageReference wanted, PullCredentials given) {
    String server = given.server().orElse(wanted.registry());
    if (!given.credentials().anonymous() && ServerAddress.sameRegistry(server, endpoint.host())) {
      return given.credentials();
    }
    return authFile.find(endpoint.host(), endpoint.repository()).orElse(Credentials.none());
  }
}
