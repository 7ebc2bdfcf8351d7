package io.crij.image.pull;

import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.image.registry.PullCredentials;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.operation.Operations;
import io.crij.operations.step.StepRunner;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * PullImage without CRI. A pull outlives its caller; a second request for the same image with the
 * same credentials joins the first.
 */
public final class ImagePuller {
  private static final String KIND = "PullImage";

  private final Operations operations;
  private final StepRunner runner;
  private final PullParts parts;
  private final CredentialMarks marks = new CredentialMarks();
  private final Map<OperationKey, PullProgress> progress = new ConcurrentHashMap<>();

  /** Pulls on the threads of {@code operations}, whose limit is that of concurrent pulls. */
  public ImagePuller(Operations operations, StepRunner runner, PullParts parts) {
    this.operations = operations;
    this.runner = runner;
    this.parts = parts;
  }

  /**
   * Pulls an image for no pod; the result is its id. Fails with a {@code Failure}.
   *
   * @param written the image's name as the caller wrote it
   * @throws io.crij.operations.failure.Failure when it is no image name, or too much is going on
   */
  public CompletableFuture<Digest> pull(String written, PullCredentials credentials) {
    return start(new PullRequest(written, credentials, "")).id();
  }

  /**
   * Pulls an image, or joins a pull of it by the same credentials under the same signature policy.
   *
   * @throws io.crij.operations.failure.Failure when it is no image name, or too much is going on
   */
  public RunningPull start(PullRequest request) {
    ImageReference reference = parts.resolver().primary(request.image());
    OperationKey key =
        new OperationKey(
            KIND,
            reference
                + " "
                + marks.of(request.credentials())
                + parts.resolver().policies().mark(request.namespace()));
    PullProgress mine = progress.computeIfAbsent(key, _ -> new PullProgress());
    CompletableFuture<Digest> id =
        operations.joinOrStart(
            key,
            "image " + reference,
            operation -> {
              ImagePull pull = new ImagePull(request, mine, parts);
              runner.run(operation, pull.steps());
              return pull.id();
            });
    var _ = id.whenComplete((_, _) -> progress.remove(key, mine));
    return new RunningPull(id, mine);
  }
}
