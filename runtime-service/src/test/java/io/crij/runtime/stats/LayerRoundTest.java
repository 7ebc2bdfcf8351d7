package io.crij.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.image.reference.Digest;
import io.crij.image.rootfs.RootFilesystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerRoundTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Instant EARLIER = Instant.ofEpochSecond(1000);
  private static final Instant LATER = Instant.ofEpochSecond(2000);

  @TempDir Path folder;

  private final Map<String, KnownLayer> known = new HashMap<>();
  private OptionalLong activity = OptionalLong.of(1);
  private RootFilesystem layer;

  @BeforeEach
  void makeLayer() throws IOException {
    layer = layer("c1");
    Files.write(layer.upper().resolve("first"), new byte[10_000]);
  }

  private RootFilesystem layer(String name) throws IOException {
    Path upper = Files.createDirectories(folder.resolve(name).resolve("upper"));
    return new RootFilesystem(
        name, Digest.parse("sha256:" + "0".repeat(64)), folder.resolve("merged"), upper);
  }

  private LayerUsage countAt(Instant when) {
    try (LayerRound round =
        new LayerRound(known, _ -> activity, Clock.fixed(when, java.time.ZoneOffset.UTC))) {
      round.begin(List.of(layer));
      assertThat(round.advance(LONG)).isTrue();
    }
    return known.get("c1").usage();
  }

  @Test
  void aLayerIsCountedWithTheTimeOfTheCount() {
    LayerUsage usage = countAt(EARLIER);
    assertThat(usage.bytes()).isGreaterThanOrEqualTo(10_000);
    assertThat(usage.inodes()).isEqualTo(2);
    assertThat(usage.measured()).isEqualTo(EARLIER);
  }

  @Test
  void whereNobodyRanTheCountIsStillTrue() throws IOException {
    countAt(EARLIER);
    // Not by a process of the container, so it shows that there was no second walk.
    Files.createFile(layer.upper().resolve("second"));
    LayerUsage usage = countAt(LATER);
    assertThat(usage.inodes()).isEqualTo(2);
    assertThat(usage.measured()).isEqualTo(LATER);
  }

  @Test
  void whereSomebodyRanItIsCountedAgain() throws IOException {
    countAt(EARLIER);
    Files.createFile(layer.upper().resolve("second"));
    activity = OptionalLong.of(2);
    assertThat(countAt(LATER).inodes()).isEqualTo(3);
  }

  @Test
  void whereThatCannotBeToldItIsCountedEachTime() throws IOException {
    activity = OptionalLong.empty();
    countAt(EARLIER);
    Files.createFile(layer.upper().resolve("second"));
    assertThat(countAt(LATER).inodes()).isEqualTo(3);
  }

  @Test
  void aLayerThatCannotBeReadLeavesTheOthersCounted() throws IOException {
    RootFilesystem broken = layer("broken");
    Files.delete(broken.upper());
    try (LayerRound round = new LayerRound(known, _ -> activity, Clock.systemUTC())) {
      round.begin(List.of(broken, layer));
      assertThat(round.advance(LONG)).isTrue();
    }
    assertThat(known).containsOnlyKeys("c1");
  }

  @Test
  void aRoundMayTakeManyTurnsAndTellsWhatItFindsOnTheWay() throws IOException {
    for (int i = 0; i < 50; i++) {
      Files.write(layer.upper().resolve("more-" + i), new byte[5000]);
    }
    try (LayerRound round = new LayerRound(known, _ -> activity, Clock.systemUTC())) {
      round.begin(List.of(layer));
      long last = 0;
      int turns = 0;
      while (!round.advance(Duration.ofNanos(1))) {
        turns++;
        if (known.containsKey("c1")) {
          assertThat(known.get("c1").usage().bytes()).isGreaterThanOrEqualTo(last);
          assertThat(known.get("c1").whole()).isFalse();
          last = known.get("c1").usage().bytes();
        }
      }
      assertThat(turns).isGreaterThan(40);
      assertThat(known.get("c1").usage().inodes()).isEqualTo(52);
      assertThat(known.get("c1").whole()).isTrue();
    }
  }
}
