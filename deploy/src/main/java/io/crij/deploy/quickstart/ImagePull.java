package io.crij.deploy.quickstart;

import io.crij.cri.v1.FilesystemUsage;
import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageFsInfoRequest;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.ImageStatusRequest;
import io.crij.cri.v1.PullImageRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Pulls an image and shows meanwhile how much of it is on disk. CRI's PullImage reports nothing
 * until it ends, so the figure is the growth of what ImageFsInfo counts.
 */
final class ImagePull {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private final CriClient client;
  private final Narrator narrator;

  ImagePull(CriClient client, Narrator narrator) {
    this.client = client;
    this.narrator = narrator;
  }

  void run(String name) throws InterruptedException {
    ImageSpec spec = ImageSpec.newBuilder().setImage(name).build();
    Stopwatch watch = Stopwatch.start();
    long before = bytesOnDisk();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var pull =
          CompletableFuture.supplyAsync(
              () ->
                  client
                      .images(LIMIT)
                      .pullImage(PullImageRequest.newBuilder().setImage(spec).build()),
              executor);
      while (!finished(pull)) {
        String grown = megabytes(Math.max(0, bytesOnDisk() - before));
        narrator.progress("pulling", watch.elapsed(), name + ", " + grown + " so far");
      }
    }
    Duration took = watch.elapsed();
    Image image =
        client
            .images(CALL)
            .imageStatus(ImageStatusRequest.newBuilder().setImage(spec).build())
            .getImage();
    narrator.tell("image pulled", took, name + ", " + megabytes(image.getSize()));
  }

  private static boolean finished(CompletableFuture<?> pull) throws InterruptedException {
    try {
      pull.get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof StatusRuntimeException status) {
        throw status;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private long bytesOnDisk() {
    return client
        .images(CALL)
        .imageFsInfo(ImageFsInfoRequest.getDefaultInstance())
        .getImageFilesystemsList()
        .stream()
        .map(FilesystemUsage::getUsedBytes)
        .mapToLong(used -> used.getValue())
        .sum();
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
