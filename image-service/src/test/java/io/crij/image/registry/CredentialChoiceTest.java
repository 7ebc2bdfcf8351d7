package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.ImageReference;
import io.crij.image.registries.Endpoint;
import io.crij.image.registries.Registries;
import io.crij.linux.event.EventLoop;
import io.crij.linux.process.Command;
import io.crij.linux.process.Spawner;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialChoiceTest {
  private static final Credentials.Password ANN = new Credentials.Password("ann", "secret");

  @TempDir Path directory;
  private List<String> order = List.of(Registries.AUTH_FILE_HELPER);

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
  void otherNamesOfDockerHubAreKeysToo() throws IOException {
    auths("{\"auths\":{\"index.docker.io\":{\"auth\":\"Ym9iOjE=\"}}}");
    assertThat(choose("busybox", "busybox", PullCredentials.NONE))
        .isEqualTo(new Credentials.Password("bob", "1"));
  }

  @Test
  void aHelperIsAskedForItsRegistry() throws IOException {
    helper(
        "keys",
        "read server; test \"$1\" = get || exit 9;"
            + " case \"$server\" in a.org) echo '{\"Username\":\"ann\",\"Secret\":\"secret\"}';;"
            + " *) echo 'credentials not found in native keychain'; exit 1;; esac");
    auths("{\"credHelpers\":{\"a.org\":\"keys\"},\"auths\":{\"b.org\":{\"auth\":\"Ym9iOjE=\"}}}");

    assertThat(choose("a.org/x", "a.org/x", PullCredentials.NONE)).isEqualTo(ANN);
    assertThat(choose("b.org/x", "b.org/x", PullCredentials.NONE))
        .isEqualTo(new Credentials.Password("bob", "1"));

    auths("{\"credsStore\":\"keys\"}");
    assertThat(choose("a.org/x", "a.org/x", PullCredentials.NONE)).isEqualTo(ANN);
    assertThat(choose("c.org/x", "c.org/x", PullCredentials.NONE)).isEqualTo(Credentials.none());
  }

  @Test
  void registriesConfOrdersWhereCredentialsAreLookedFor() throws IOException {
    helper("hub", "cat >&2; echo '{\"Username\":\"<token>\",\"Secret\":\"id\"}'");
    auths("{\"auths\":{\"docker.io\":{\"auth\":\"Ym9iOjE=\"}}}");
    order = List.of("hub", Registries.AUTH_FILE_HELPER);

    assertThat(choose("busybox", "busybox", PullCredentials.NONE))
        .isEqualTo(new Credentials.IdentityToken("id"));
  }

  @Test
  void f6AHelperThatFailsOrHangsIsNamedAndNotQuoted() throws IOException {
    helper("broken", "echo secret; echo secret >&2; exit 3");
    helper("mute", "echo secret");
    helper("slow", "sleep 60");
    for (String name : List.of("broken", "mute", "slow", "absent")) {
      order = List.of(name);
      assertThatThrownBy(() -> choose("a.org/x", "a.org/x", PullCredentials.NONE))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("docker-credential-" + name)
          .hasMessageContaining("a.org")
          .hasMessageNotContaining("secret");
    }
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
    try (EventLoop loop = new EventLoop()) {
      return new CredentialChoice(
              new AuthFile(directory.resolve("auth.json")),
              () -> order,
              new CredentialPrograms(
                  new Command(new Spawner(loop)), List.of(directory), Duration.ofMillis(800)))
          .choose(endpoint, ImageReference.parse(wanted), given);
    }
  }

  private static PullCredentials given(String server) {
    return new PullCredentials(ANN, Optional.of(server).filter(s -> !s.isEmpty()));
  }

  private void helper(String name, String script) throws IOException {
    Path program = directory.resolve("docker-credential-" + name);
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void auths(String text) throws IOException {
    Files.writeString(directory.resolve("auth.json"), text);
  }
}
