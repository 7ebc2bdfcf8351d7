package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.FailedPrecondition;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRealmTest {
  private static final Credentials SOME = new Credentials.Password("a", "b");

  @ParameterizedTest
  @CsvSource({
    "https://registry-1.docker.io, https://auth.docker.io/token",
    "https://quay.io, https://quay.io/v2/auth",
    "https://registry.gitlab.com, https://gitlab.com/jwt/auth",
    "https://10.0.0.1:5000, https://10.0.0.1:5001/token",
    "https://registry, https://registry/token",
    "https://registry.example.com, https://sso.example.net/token",
  })
  void credentialsStayInTheRegistrysDomain(String registry, String realm) {
    assertThat(check(registry, realm, SOME, true)).hasToString(realm);
  }

  @ParameterizedTest
  @CsvSource({
    "https://quay.io, https://evil.org/token",
    "https://quay.io, https://xquay.io/token",
    "https://10.0.0.1, https://11.0.0.1/token",
    "https://registry, https://other/token",
  })
  void p13CredentialsGoToNoOtherDomain(String registry, String realm) {
    assertThatThrownBy(() -> check(registry, realm, SOME, true))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("in another domain");
    assertThat(check(registry, realm, Credentials.none(), true)).hasToString(realm);
  }

  @Test
  void p13RealmOverPlainHttp() {
    for (Credentials credentials : List.of(SOME, Credentials.none())) {
      assertThatThrownBy(() -> check("https://quay.io", "http://quay.io/t", credentials, true))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("over plain HTTP");
    }
    assertThat(check("http://localhost:5000", "http://127.0.0.1:5001/t", SOME, false))
        .hasToString("http://127.0.0.1:5001/t");
  }

  @Test
  void p13TlsFailureNeverLeadsToPlainHttp() {
    SchemeMemory schemes = new SchemeMemory();
    schemes.worked("a.org", "http");

    assertThat(schemes.candidates("a.org", TransportSecurity.STRICT)).containsExactly("https");
    assertThat(schemes.candidates("a.org", TransportSecurity.INSECURE)).containsExactly("http");
    assertThat(schemes.candidates("b.org", TransportSecurity.INSECURE))
        .containsExactly("https", "http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "/token", "file:///etc/passwd", "https://u:p@quay.io/", "https://a b/"})
  void unusableRealms(String realm) {
    assertThatThrownBy(() -> check("https://quay.io", realm, Credentials.none(), true))
        .isInstanceOf(FailedPrecondition.class);
  }

  private static URI check(String registry, String realm, Credentials shown, boolean verified) {
    Challenge challenge = new Challenge("bearer", Map.of("realm", realm));
    return new TokenRealm(Origin.of(URI.create(registry)), Set.of("sso.example.net"))
        .check(challenge, shown, verified);
  }
}
