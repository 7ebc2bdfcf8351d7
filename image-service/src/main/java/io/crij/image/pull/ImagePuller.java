package io.crij.image.pull;

import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.image.registry.PullCredentials;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.operation.Operations;
import io.crij.operations.step.StepRunner;
import java.util.concurrent.CompletableFuture;

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

  /** Pulls on the threads of {@code operations}, whose limit is that of concurrent pulls. */
  public ImagePuller(Operations operations, StepRunner runner, PullParts parts) {
    this.operations = operations;
    this.runner = runner;
    this.parts = parts;
  }

  /**
   * Pulls an image; the result is its id. Fails with a {@code Failure}.
   *
   * @param written the image's name as the caller wrote it
   * @throws io.crij.operations.failure.Failure when it is no image name, or too much is going on
   */
  public CompletableFuture<Digest> pull(String written, PullCredentials credentials) {
    ImageReference reference = parts.resolver().primary(written);
    OperationKey key = new OperationKey(KIND, reference + " " + marks.of(credentials));
    return operations.joinOrStart(
        key,
        "image " + reference,
        operation -> {
          ImagePull pull = new ImagePull(written, credentials, parts);
          runner.run(operation, pull.steps());
          return pull.id();
        });
  }
}
