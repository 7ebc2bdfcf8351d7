package io.crij.e2e.bench;

import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.PullImageRequest;
import io.crij.cri.v1.RemoveImageRequest;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.CriClient;
import io.crij.e2e.harness.TestImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A container runtime, asked over CRI.
 *
 * @param content folders that are empty when it has no images
 */
record CriPuller(String name, CriClient client, List<Path> content) implements Puller {
  private static final Duration REMOVAL = Duration.ofSeconds(30);

  @Override
  public void pull(String path) {
    client.images().pullImage(PullImageRequest.newBuilder().setImage(image(path)).build());
  }

  @Override
  public void remove(String path) {
    client.images().removeImage(RemoveImageRequest.newBuilder().setImage(image(path)).build());
    Await.until(name + " has removed " + path, REMOVAL, this::isEmpty);
  }

  private boolean isEmpty() {
    return content.stream().allMatch(CriPuller::isEmpty);
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageSpec image(String path) {
    return ImageSpec.newBuilder().setImage(TestImages.HOST + "/" + path).build();
  }
}
