package io.crij.image.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.crij.image.reference.Digest;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryAuthTest {
  private static final String MANIFEST = "/v2/team/app/manifests/1";
  private static final byte[] CONTENT = "manifest".getBytes(UTF_8);
  private static final String SECRET = "pa55word";
  private static final Credentials.Password USER = new Credentials.Password("ann", SECRET);

  private final RegistryFixture fixture = new RegistryFixture();
  private FakeRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    registry.manifest("team/app", "1", "", CONTENT);
  }

  @AfterEach
  void stop() {
    fixture.close();
    registry.close();
  }

  @Test
  void basic() {
    require("Basic realm=\"r\"", USER.basic());

    assertThat(fixture.repository(registry, USER).manifest().bytes()).isEqualTo(CONTENT);
    assertThat(registry.seen().getFirst().authorization()).isEmpty();
  }

  @Test
  void basicWithAWrongPasswordIsTriedOnce() {
    require("Basic realm=\"r\"", "other");

    RegistryRepository repository = fixture.repository(registry, USER);

    assertThatThrownBy(repository::manifest)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("credentials are wrong")
        .satisfies(RegistryAuthTest::hidesSecrets);
    assertThat(registry.count(MANIFEST)).isEqualTo(2);
  }

  @Test
  void bearerTokenIsFetchedOnceAndKept() {
    require(bearer(registry.url() + "/token"), "Bearer t0ken");
    token("{\"token\":\"t0ken\",\"expires_in\":300}");
    RegistryRepository repository = fixture.repository(registry, USER);

    repository.manifest();
    repository.manifest();

    assertThat(registry.seen())
        .filteredOn(seen -> seen.path().startsWith("/token"))
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.path())
                  .isEqualTo("/token?service=s+1&scope=repository%3Ateam%2Fapp%3Apull");
              assertThat(seen.authorization()).contains(USER.basic());
            });
  }

  @Test
  void anonymousTokensNeedNoCredentials() {
    require(bearer(registry.url() + "/token"), "Bearer t0ken");
    token("{\"access_token\":\"t0ken\"}");

    fixture.repository(registry, Credentials.none()).manifest();

    assertThat(registry.seen())
        .filteredOn(seen -> seen.path().startsWith("/token"))
        .allMatch(seen -> seen.authorization().isEmpty());
  }

  @Test
  void anIdentityTokenIsExchanged() {
    require(bearer(registry.url() + "/token"), "Bearer t0ken");
    registry.on(
        "/token",
        exchange -> {
          String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          boolean right =
              exchange.getRequestMethod().equals("POST")
                  && form.contains("grant_type=refresh_token")
                  && form.contains("refresh_token=id%2Btoken");
          byte[] body = FakeImage.utf8("{\"access_token\":\"t0ken\"}");
          FakeRegistry.answer(exchange, right ? 200 : 400, "application/json", body);
        });

    fixture.repository(registry, new Credentials.IdentityToken("id+token")).manifest();
  }

  @Test
  void aRegistryTokenIsUsedAsItIs() {
    require("Bearer realm=\"" + registry.url() + "/token\"", "Bearer given");

    fixture.repository(registry, new Credentials.RegistryToken("given")).manifest();

    assertThat(registry.seen()).noneMatch(seen -> seen.path().startsWith("/token"));
  }

  @Test
  void p9EndlessTokenIsCutOff() {
    require(bearer(registry.url() + "/token"), "never");
    registry.on("/token", exchange -> FakeRegistry.endless(exchange, "application/json"));

    assertThatThrownBy(fixture.repository(registry, USER)::manifest)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("65536");
  }

  @Test
  void f6TokenServerThatEchoesSecretsIsNotQuoted() {
    require(bearer(registry.url() + "/token"), "never");
    for (String body : new String[] {"{\"token\":\"" + SECRET + "\\n\"}", SECRET, "{}"}) {
      token(body);
      assertThatThrownBy(fixture.repository(registry, USER)::manifest)
          .isInstanceOf(FailedPrecondition.class)
          .satisfies(RegistryAuthTest::hidesSecrets);
    }
    registry.on("/token", exchange -> FakeRegistry.status(exchange, 401));
    assertThatThrownBy(fixture.repository(registry, USER)::manifest)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("refused")
        .satisfies(RegistryAuthTest::hidesSecrets);
  }

  @Test
  void p12CredentialsNeverFollowARedirect() throws IOException {
    require("Basic realm=\"r\"", USER.basic());
    Digest digest = Digest.sha256(CONTENT);
    try (FakeRegistry elsewhere = new FakeRegistry()) {
      registry.on(
          "/v2/team/app/blobs/" + digest,
          exchange -> {
            exchange.getResponseHeaders().set("Location", elsewhere.url() + "/cdn?sig=" + SECRET);
            FakeRegistry.status(exchange, 307);
          });
      elsewhere.on("/cdn", exchange -> FakeRegistry.answer(exchange, 200, "", CONTENT));
      RegistryRepository repository = fixture.repository(registry, USER);
      repository.manifest();

      try (InputStream in = repository.open(FakeImage.descriptorOf("", CONTENT))) {
        assertThat(in.readAllBytes()).isEqualTo(CONTENT);
      }
      elsewhere.on(
          "/cdn",
          exchange -> {
            String challenge = "Bearer realm=\"" + elsewhere.url() + "/token\"";
            exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            FakeRegistry.status(exchange, 401);
          });
      assertThatThrownBy(() -> repository.open(FakeImage.descriptorOf("", CONTENT)))
          .isInstanceOf(FailedPrecondition.class)
          .satisfies(RegistryAuthTest::hidesSecrets);

      assertThat(elsewhere.seen()).hasSize(2).allMatch(seen -> seen.authorization().isEmpty());
    }
  }

  @Test
  void f6RedirectTargetsAreNotPrintedWhole() {
    registry.on(
        MANIFEST,
        exchange -> {
          String location = "http://ann:" + SECRET + "@127.0.0.1:1/x?token=" + SECRET;
          exchange.getResponseHeaders().set("Location", location);
          FakeRegistry.status(exchange, 302);
        });

    assertThatThrownBy(fixture.repository(registry, USER)::manifest)
        .isInstanceOf(Unavailable.class)
        .satisfies(RegistryAuthTest::hidesSecrets);
  }

  private void require(String challenge, String authorization) {
    registry.intercept(
        MANIFEST,
        (exchange, usual) -> {
          if (Optional.of(authorization).equals(authorization(exchange))) {
            usual.handle(exchange);
          } else {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            FakeRegistry.status(exchange, 401);
          }
        });
  }

  private void token(String body) {
    registry.on(
        "/token",
        exchange -> FakeRegistry.answer(exchange, 200, "application/json", FakeImage.utf8(body)));
  }

  private static Optional<String> authorization(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private static String bearer(String realm) {
    return "Bearer realm=\"" + realm + "\",service=\"s 1\",scope=\"repository:other:push\"";
  }

  private static void hidesSecrets(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      assertThat(String.valueOf(t.getMessage())).doesNotContain(SECRET).doesNotContain("YW5u");
    }
  }
}
