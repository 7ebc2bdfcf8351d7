package io.crij.image.operator;

import io.crij.image.ImageView;
import io.crij.image.operator.v1.PruneRequest;
import io.crij.image.operator.v1.PruneResponse;
import io.crij.image.reference.Digest;
import io.crij.image.rootfs.ImageMounts;
import io.crij.image.rootfs.RootFilesystem;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.image.store.ImageStore;
import io.crij.image.store.StoredLayer;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.operation.Operations;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Prune: what no container has and nobody pinned goes. */
final class PruneImages {
  private static final OperationKey KEY = new OperationKey("PruneImages", "all");
  private static final OperationKey DRY = new OperationKey("PruneImages", "dry run");

  private final ImageStore images;
  private final RootFilesystems rootFilesystems;
  private final ImageMounts imageMounts;
  private final Operations operations;

  PruneImages(OperatorParts parts) {
    images = parts.images();
    rootFilesystems = parts.rootFilesystems();
    imageMounts = parts.imageMounts();
    operations = parts.operations();
  }

  CompletableFuture<PruneResponse> answer(PruneRequest request) {
    boolean dryRun = request.getDryRun();
    return operations.joinOrStart(
        dryRun ? DRY : KEY, "unused images", _ -> dryRun ? describe(unused()) : prune());
  }

  private PruneResponse prune() {
    List<ImageView> unused = unused();
    PruneResponse answer = describe(unused);
    unused.forEach(image -> images.remove(image.id()));
    return answer;
  }

  private List<ImageView> unused() {
    Set<Digest> used = new HashSet<>();
    for (RootFilesystem rootfs : rootFilesystems.list()) {
      used.add(rootfs.imageId());
    }
    imageMounts.list().values().forEach(used::addAll);
    return images.list().stream()
        .filter(image -> !image.pinned() && !used.contains(image.id()))
        .toList();
  }

  private PruneResponse describe(List<ImageView> unused) {
    List<StoredLayer> freed =
        images.freedWithout(unused.stream().map(ImageView::id).collect(Collectors.toSet()));
    return PruneResponse.newBuilder()
        .addAllImages(unused.stream().map(ImageSummaries::of).toList())
        .setLayers(freed.size())
        .setBytes(freed.stream().mapToLong(StoredLayer::sizeBytes).sum())
        .build();
  }
}
