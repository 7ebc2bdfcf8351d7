package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void readsParameters() {
    List<Challenge> challenges =
        Challenge.parse(
            List.of(
                "Bearer realm=\"https://a/t\", service=s,Scope=\"x:y:pull,push\"",
                "Basic realm=\"quoted \\\" mark\""));

    assertThat(challenges).hasSize(2);
    assertThat(challenges.getFirst().is("bearer")).isTrue();
    assertThat(challenges.getFirst().parameter("realm")).hasValue("https://a/t");
    assertThat(challenges.getFirst().parameter("service")).hasValue("s");
    assertThat(challenges.getFirst().parameter("scope")).hasValue("x:y:pull,push");
    assertThat(challenges.getLast().parameter("realm")).hasValue("quoted \" mark");
  }

  @Test
  void readsSeveralInOneHeader() {
    List<Challenge> challenges =
        Challenge.parse(List.of("Negotiate, Basic realm=\"a\", Bearer realm=\"b\""));

    assertThat(challenges)
        .extracting(Challenge::scheme)
        .containsExactly("negotiate", "basic", "bearer");
  }

  @Test
  void garbageIsNoChallenge() {
    assertThat(Challenge.parse(List.of("", "=", "\"", "x".repeat(10_000)))).isEmpty();
    String unclosed = "Bearer realm=\"" + "\\a".repeat(4000);
    assertThat(Challenge.parse(List.of(unclosed)).getFirst().parameter("realm")).isEmpty();
  }
}
