package io.crij.image.pull;

import io.crij.image.reference.Digest;
import java.util.concurrent.CompletableFuture;

/**
 * A pull under way.
 *
 * @param id the image's, when it is there; fails with a {@code Failure}
 */
public record RunningPull(CompletableFuture<Digest> id, PullProgress progress) {}
