package io.crij.image.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImageReferenceTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "busybox, docker.io/library/busybox:latest",
    "busybox:1.36, docker.io/library/busybox:1.36",
    "grafana/loki, docker.io/grafana/loki:latest",
    "docker.io/busybox, docker.io/library/busybox:latest",
    "index.docker.io/a/b:c, docker.io/a/b:c",
    "registry.k8s.io/pause:3.9, registry.k8s.io/pause:3.9",
    "localhost/x, localhost/x:latest",
    "localhost:5000/x, localhost:5000/x:latest",
    "[::1]:5000/x:y, [::1]:5000/x:y",
    "Host/x, Host/x:latest",
    "a.b/c/d__e/f-g---h.i:T_a-g.1, a.b/c/d__e/f-g---h.i:T_a-g.1",
  })
  void normalises(String written, String full) {
    assertThat(ImageReference.parse(written)).hasToString(full);
    assertThat(ImageReference.parse(full)).hasToString(full);
  }

  @Test
  void aDigestDecidesOverATag() {
    ImageReference both = ImageReference.parse("busybox:1@" + DIGEST);

    assertThat(both.selector()).isEqualTo(DIGEST);
    assertThat(both.repoTag()).isEmpty();
    assertThat(ImageReference.parse("busybox@" + DIGEST).tag()).isEmpty();
  }

  static List<String> refused() {
    return List.of(
        "",
        ":tag",
        "x:",
        "x@",
        "x@sha256:1",
        "x@" + DIGEST + "@" + DIGEST,
        "Upper",
        "a..b/c/../d",
        "a.b//c",
        "a.b/c/",
        "/a/b",
        "a b",
        "a\nb",
        "http://a.b/c",
        "a.b:0/c",
        "a.b:99999/c",
        "a.b:1:2/c",
        "user:pw@host/x",
        "-a/b",
        "a.b/-c",
        "a_.b",
        "x:" + "t".repeat(129),
        "a/" + "b".repeat(255),
        "b".repeat(1025),
        "a".repeat(64),
        "x:täg",
        "x\0");
  }

  @ParameterizedTest
  @MethodSource
  void refused(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void shortNamesAreLookedForWhereRegistriesConfSays() {
    List<String> search = List.of("quay.io", "a.b/team");

    assertThat(ShortName.candidates("x/y:1", search))
        .extracting(ImageReference::toString)
        .containsExactly("quay.io/x/y:1", "a.b/team/x/y:1");
    assertThat(ShortName.candidates("c.d/x", search))
        .extracting(ImageReference::toString)
        .containsExactly("c.d/x:latest");
    assertThat(ShortName.candidates("x", List.of()))
        .extracting(ImageReference::toString)
        .containsExactly("docker.io/library/x:latest");
  }
}
