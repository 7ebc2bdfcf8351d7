package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.ImageReference;
import io.crij.image.registries.Endpoint;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialChoiceTest {
  private static final Credentials.Password ANN = new Credentials.Password("ann", "secret");

  @TempDir Path directory;

  @Test
  void givenCredentialsAreForTheImagesOwnRegistry() {
    PullCredentials given = given("");

    assertThat(choose("quay.io/x", "quay.io/x", given)).isEqualTo(ANN);
    assertThat(choose("quay.io/x", "mirror.org/x", given)).isEqualTo(Credentials.none());
  }

  @Test
  void givenCredentialsAreForTheServerTheyName() {
    assertThat(choose("quay.io/x", "mirror.org/x", given("https://mirror.org/v2/"))).isEqualTo(ANN);
    assertThat(choose("quay.io/x", "quay.io/x", given("mirror.org"))).isEqualTo(Credentials.none());
    assertThat(choose("x", "x", given("https://index.docker.io/v1/"))).isEqualTo(ANN);
  }

  @Test
  void authFilesMostSpecificEntryWins() throws IOException {
    auths(
        """
        {"auths":{"quay.io":{"auth":"Ym9iOjE="},"quay.io/team":{"auth":"Y3V0OjI="},
         "https://index.docker.io/v1/":{"identitytoken":"id"}}}\
        """);

    assertThat(choose("quay.io/x", "quay.io/x", PullCredentials.NONE))
        .isEqualTo(new Credentials.Password("bob", "1"));
    assertThat(choose("quay.io/team/x", "quay.io/team/x", PullCredentials.NONE))
        .isEqualTo(new Credentials.Password("cut", "2"));
    assertThat(choose("busybox", "busybox", PullCredentials.NONE))
        .isEqualTo(new Credentials.IdentityToken("id"));
    assertThat(choose("other.org/x", "other.org/x", PullCredentials.NONE))
        .isEqualTo(Credentials.none());
  }

  @Test
  void f6ABrokenAuthFileIsNotQuoted() throws IOException {
    auths("{\"auths\": {\"a.org\": {\"auth\": \"c2VjcmV0\" oops");
    assertThatThrownBy(() -> choose("a.org/x", "a.org/x", PullCredentials.NONE))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("auth.json")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void readsTheFieldsOfAuthConfig() {
    assertThat(PullCredentials.of("", "", "YW5uOnNlY3JldA==", "", "", "").credentials())
        .isEqualTo(ANN);
    assertThat(PullCredentials.of("ann", "secret", "", "", "", "").credentials()).isEqualTo(ANN);
    assertThat(PullCredentials.of("", "", "", "", "i", "").credentials())
        .isEqualTo(new Credentials.IdentityToken("i"));
    assertThat(PullCredentials.of("", "", "", "", "", "r").credentials())
        .isEqualTo(new Credentials.RegistryToken("r"));
    assertThat(PullCredentials.of("", "", "", "", "", "")).isEqualTo(PullCredentials.NONE);
    for (String wrong : List.of("!", "YW5u", "OnNlY3JldA==")) {
      assertThatThrownBy(() -> PullCredentials.of("", "", wrong, "", "", ""))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageNotContaining(wrong);
    }
  }

  @Test
  void f6NoSecretIsPrinted() {
    assertThat(List.of(ANN, new Credentials.IdentityToken("hush")).toString())
        .doesNotContain("secret")
        .doesNotContain("hush");
    assertThat(new TokenClient.Token("hush", java.time.Duration.ZERO))
        .asString()
        .doesNotContain("hush");
    assertThat(given("x").toString()).doesNotContain("secret");
  }

  private Credentials choose(String wanted, String target, PullCredentials given) {
    Endpoint endpoint = new Endpoint(ImageReference.parse(target), false, false, Optional.empty());
    return new CredentialChoice(new AuthFile(directory.resolve("auth.json")))
        .choose(endpoint, ImageReference.parse(wanted), given);
  }

  private static PullCredentials given(String server) {
    return new PullCredentials(ANN, Optional.of(server).filter(s -> !s.isEmpty()));
  }

  private void auths(String text) throws IOException {
    Files.writeString(directory.resolve("auth.json"), text);
  }
}
