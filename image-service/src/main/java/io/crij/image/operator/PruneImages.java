package io.crij.image.operator;

import io.crij.image.ImageView;
import io.crij.image.operator.v1.PruneRequest;
import io.crij.image.operator.v1.PruneResponse;
import io.crij.image.reference.Digest;
import io.crij.image.store.ImageStore;
import io.crij.image.store.StoredLayer;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.operation.Operations;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Prune: what no container has and nobody pinned goes. */
final class PruneImages {
  private static final OperationKey KEY = new OperationKey("PruneImages", "all");
  private static final OperationKey DRY = new OperationKey("PruneImages", "dry run");

  private final ImageStore images;
  private final ImageUsers users;
  private final Operations operations;

  PruneImages(ImageStore images, ImageUsers users, Operations operations) {
    this.images = images;
    this.users = users;
    this.operations = operations;
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
    Set<Digest> used = users.used();
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
