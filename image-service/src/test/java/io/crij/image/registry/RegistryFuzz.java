package io.crij.image.registry;

import io.crij.image.fuzz.FuzzTarget;
import io.crij.operations.failure.Failure;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What registries and credential helpers answer, and auth.json. */
public final class RegistryFuzz {
  /** Only ever in base64, so that a message that has it tells what was decoded. */
  private static final String SECRET = "hunter2";

  private static final String AUTH =
      Base64.getEncoder().encodeToString(("me:" + SECRET).getBytes(StandardCharsets.UTF_8));
  private static final String AUTHS =
      """
      {"auths":{"quay.io/a/b":{"auth":"%s"},"https://index.docker.io/v1/":{"auth":"%s"},
      "r.example:5000":{"identitytoken":"opaque"}},
      "credHelpers":{"gcr.io":"gcloud"},"credsStore":"secretservice"}\
      """
          .formatted(AUTH, AUTH);
  private static final String HELPER =
      "{\"ServerURL\":\"https://a\",\"Username\":\"<token>\",\"Secret\":\"s\"}";
  private static final TokenRealm REALM =
      new TokenRealm(Origin.of(URI.create("https://r.example.com")), Set.of("t.example.net"));

  private RegistryFuzz() {}

  public static List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.ofText(
                "challenge",
                List.of(
                    "Bearer"
                        + " realm=\"https://auth.example.com/token\",service=\"r\",scope=\"x:pull\"",
                    "Negotiate, Basic realm=\"a \\\" b\", charset=UTF-8\nBearer realm=x",
                    "Bearer realm=\"http://t.example.net:80/?a=b\" , error=insufficient_scope",
                    "Wed, 25 Nov 2026 10:00:00 GMT"),
                " Bearer Basic realm= service= scope= \" \\ , = https:// http://t.example.net"
                    + " example.com [::1] % ?a=b #",
                RegistryFuzz::readChallenges)
            .withShare(25),
        FuzzTarget.ofText(
            "auth.json",
            List.of(AUTHS, HELPER, "{}"),
            " \"auths\" \"auth\" \"identitytoken\" \"credHelpers\" \"credsStore\" quay.io/a quay.io"
                + " docker.io \"Username\" \"Secret\" \"<token>\" {} [] : , \\u0000 null 1 true",
            RegistryFuzz::readCredentials));
  }

  private static void readChallenges(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    List<Challenge> challenges = Challenge.parse(List.of(text.split("\n", -1)));
    RetryAfter.parse(text, Instant.EPOCH);
    for (Challenge challenge : challenges) {
      challenge.parameter("scope");
      Origin.of(REALM.check(challenge, Credentials.none(), true));
      REALM.check(challenge, new Credentials.Password("me", SECRET), false);
    }
  }

  private static void readCredentials(byte[] input) {
    try {
      findCredentials(input);
    } catch (Failure refused) {
      FuzzTarget.requireWithout(SECRET, refused.getMessage());
      throw refused;
    }
  }

  private static void findCredentials(byte[] input) {
    AuthFile file = new AuthFile(Path.of("/etc/containers/auth.json"));
    var content = file.content(new ByteArrayInputStream(input));
    for (String host : List.of("quay.io", "docker.io", "r.example:5000", "gcr.io")) {
      Optional<AuthFile.Entry> entry = file.find(content, host, "a/b/c");
      FuzzTarget.requireWithout(SECRET, entry.toString());
    }
    CredentialPrograms.read("the helper", input);
  }
}
