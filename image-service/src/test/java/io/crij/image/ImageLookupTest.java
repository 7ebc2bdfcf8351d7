package io.crij.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.Digest;
import io.crij.image.reference.ShortName;
import io.crij.image.testing.ImageViews;
import io.crij.operations.failure.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageLookupTest {
  private static final String DIGEST = "sha256:" + "e".repeat(64);
  private static final ImageView BUSYBOX =
      ImageViews.of(
          "",
          List.of("quay.io/busybox:latest", "quay.io/busybox:1"),
          List.of("quay.io/busybox@" + DIGEST));
  private static final ImageView OTHER =
      ImageViews.of("", List.of("docker.io/library/other:latest"), List.of());

  private final ImageLookup lookup =
      new ImageLookup(text -> ShortName.candidates(text, List.of("quay.io", "docker.io")));

  @Test
  void everyReferenceOfAnImageFindsIt() {
    for (String text :
        List.of(
            "busybox",
            "busybox:1",
            "quay.io/busybox",
            "quay.io/busybox@" + DIGEST,
            "quay.io/busybox:9@" + DIGEST,
            BUSYBOX.id().toString(),
            BUSYBOX.id().hex(),
            BUSYBOX.id().hex().substring(0, 12),
            BUSYBOX.id().toString().substring(0, 20))) {
      assertThat(lookup.find(text, List.of(OTHER, BUSYBOX))).as(text).contains(BUSYBOX);
    }
    assertThat(lookup.find("other", List.of(OTHER, BUSYBOX))).contains(OTHER);
  }

  @Test
  void theManifestBelowAnIndexFindsItTooByItsNameOnly() {
    String manifest = "sha256:" + "a".repeat(64);
    ImageView image =
        new ImageView(
            BUSYBOX.id(),
            BUSYBOX.config(),
            BUSYBOX.repoTags(),
            BUSYBOX.repoDigests(),
            Set.of("quay.io/busybox@" + manifest),
            Digest.parse(manifest),
            1,
            false);

    assertThat(lookup.find("quay.io/busybox@" + manifest, List.of(OTHER, image))).contains(image);
    assertThat(lookup.find("quay.io/busybox@" + DIGEST, List.of(OTHER, image))).contains(image);
    assertThat(lookup.find("docker.io/other@" + manifest, List.of(OTHER, image))).isEmpty();
    assertThat(lookup.find(manifest, List.of(OTHER, image))).contains(image);
    assertThat(lookup.find(DIGEST, List.of(OTHER, image))).contains(image);
  }

  @Test
  void whatIsNotThereIsEmpty() {
    for (String text :
        List.of("busybox:2", "docker.io/busybox", "quay.io/busybox@sha256:" + "f".repeat(64))) {
      assertThat(lookup.find(text, List.of(OTHER, BUSYBOX))).as(text).isEmpty();
    }
    assertThat(lookup.find("f".repeat(64), List.of(BUSYBOX))).isEmpty();
  }

  @Test
  void anAmbiguousPrefixIsRefused() {
    List<ImageView> many = new ArrayList<>();
    // By the pigeonhole principle two of 4097 ids share their first three digits.
    IntStream.range(0, 4097)
        .forEach(i -> many.add(ImageViews.of("", List.of("docker.io/library/i:" + i), List.of())));
    Map<String, Long> prefixes =
        many.stream()
            .collect(
                Collectors.groupingBy(i -> i.id().hex().substring(0, 3), Collectors.counting()));
    String shared =
        prefixes.entrySet().stream().filter(e -> e.getValue() > 1).findAny().orElseThrow().getKey();

    assertThatThrownBy(() -> lookup.find("sha256:" + shared, many))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("fits several images");
  }
}
