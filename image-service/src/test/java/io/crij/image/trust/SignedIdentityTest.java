package io.crij.image.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.image.reference.ImageReference;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of containers-policy.json(5), signedIdentity. */
class SignedIdentityTest {
  private static final String DIGEST = "@sha256:" + "a".repeat(64);

  private static final Map<String, SignedIdentity> IDENTITIES =
      Map.of(
          "exact", new SignedIdentity.Exact(),
          "digestOrExact", new SignedIdentity.RepoDigestOrExact(),
          "repository", new SignedIdentity.Repository(),
          "fixed", new SignedIdentity.FixedReference(SignedName.parse("quay.io/a/b:1")),
          "fixedRepository", new SignedIdentity.FixedRepository(SignedName.parse("quay.io/a/b")),
          "remap", new SignedIdentity.Remap("mirror.test/q", "quay.io"));

  @ParameterizedTest
  @CsvSource({
    "exact,           quay.io/a/b:1,          quay.io/a/b:1,  true",
    "exact,           quay.io/a/b:1,          quay.io/a/b:2,  false",
    "exact,           quay.io/a/b:1,          quay.io/a/c:1,  false",
    "exact,           quay.io/a/b:1,          quay.io/a/b,    false",
    "exact,           quay.io/a/b,            quay.io/a/b,    false",
    "exact,           quay.io/a/b@,           quay.io/a/b@,   true",
    "exact,           quay.io/a/b@,           quay.io/a/b:1,  false",
    "exact,           busybox,                docker.io/library/busybox:latest, true",
    "digestOrExact,   quay.io/a/b:1,          quay.io/a/b:1,  true",
    "digestOrExact,   quay.io/a/b:1,          quay.io/a/b:2,  false",
    "digestOrExact,   quay.io/a/b@,           quay.io/a/b:2,  true",
    "digestOrExact,   quay.io/a/b:1@,         quay.io/a/b:2,  true",
    "digestOrExact,   quay.io/a/b@,           quay.io/a/c:2,  false",
    "digestOrExact,   quay.io/a/b@,           quay.io/a/b,    false",
    "repository,      quay.io/a/b:1,          quay.io/a/b,    true",
    "repository,      quay.io/a/b:1,          quay.io/a/b:7,  true",
    "repository,      quay.io/a/b:1,          quay.io/a/bb,   false",
    "repository,      quay.io/a/b:1,          quay.io/a,      false",
    "fixed,           other.test/x:9,         quay.io/a/b:1,  true",
    "fixed,           quay.io/a/b:1,          quay.io/a/b:2,  false",
    "fixedRepository, other.test/x:9,         quay.io/a/b:7,  true",
    "fixedRepository, other.test/x:9,         other.test/x:9, false",
    "remap,           mirror.test/q/a/b:1,    quay.io/a/b:1,  true",
    "remap,           mirror.test/q/a/b:1,    mirror.test/q/a/b:1, false",
    "remap,           mirror.test/qq/a/b:1,   quay.io/a/b:1,  false",
    "remap,           quay.io/a/b:1,          quay.io/a/b:1,  true",
  })
  void namesAreComparedAsThePolicySays(
      String identity, String wanted, String signed, boolean accepted) {
    assertThat(
            IDENTITIES
                .get(identity)
                .accepts(
                    ImageReference.parse(wanted.replace("@", DIGEST)),
                    SignedName.parse(signed.replace("@", DIGEST))))
        .isEqualTo(accepted);
  }
}
