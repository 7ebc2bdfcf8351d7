package io.crij.image.registry;

import io.crij.image.reference.ImageReference;
import io.crij.image.registries.Endpoint;
import io.crij.image.registries.Registries;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which credentials an endpoint may see. */
public final class CredentialChoice {
  private final AuthFile authFile;
  private final Supplier<List<String>> order;
  private final CredentialPrograms helpers;

  /**
   * Makes the choice.
   *
   * @param order {@code credential-helpers} of registries.conf as it is now
   */
  public CredentialChoice(
      AuthFile authFile, Supplier<List<String>> order, CredentialPrograms helpers) {
    this.authFile = authFile;
    this.order = order;
    this.helpers = helpers;
  }

  /**
   * Those of the pull when they are for this very host, else those that auth.json or a helper
   * program has for it: a mirror never sees what was given for the image's own registry. May wait
   * for a program.
   *
   * @throws io.crij.operations.failure.Failure when the file or a program cannot be used
   */
  public Credentials choose(Endpoint endpoint, ImageReference wanted, PullCredentials given) {
    String server = given.server().orElse(wanted.registry());
    if (!given.credentials().anonymous() && ServerAddress.sameRegistry(server, endpoint.host())) {
      return given.credentials();
    }
    return order.get().stream()
        .flatMap(place -> find(place, endpoint).stream())
        .findFirst()
        .orElseGet(Credentials::none);
  }

  private Optional<Credentials> find(String place, Endpoint endpoint) {
    if (!place.equals(Registries.AUTH_FILE_HELPER)) {
      return helpers.ask(place, endpoint.host());
    }
    Optional<AuthFile.Entry> entry = authFile.find(endpoint.host(), endpoint.repository());
    return entry.flatMap(
        found ->
            switch (found) {
              case AuthFile.Entry.Known(Credentials credentials) -> Optional.of(credentials);
              case AuthFile.Entry.AtHelper(String helper) -> helpers.ask(helper, endpoint.host());
            });
  }
}
