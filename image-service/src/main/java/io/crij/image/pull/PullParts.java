package io.crij.image.pull;

import io.crij.image.registry.Pause;
import java.util.concurrent.Executor;

/**
 * What every pull works with.
 *
 * @param blobs where the layers of artifacts go, as they are
 * @param pool platform threads that the pulls share for their layers; may refuse work
 */
public record PullParts(
    ImageResolver resolver,
    LayerDestination layers,
    LayerDestination blobs,
    ImageDestination images,
    PullLimits limits,
    Pause pause,
    Executor pool) {}
