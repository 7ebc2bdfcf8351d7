package io.crij.image.operator;

import io.crij.image.check.StoreCheck;
import io.crij.image.pull.ImagePuller;
import io.crij.image.registries.Routes;
import io.crij.image.rootfs.ImageMounts;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.image.store.ImageStore;
import io.crij.operations.operation.Operations;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the operator's service works with.
 *
 * @param operations where changes run
 * @param archives how images come from files and go to them
 * @param timer for looks at pulls; its tasks are short
 */
public record OperatorParts(
    ImageStore images,
    RootFilesystems rootFilesystems,
    ImageMounts imageMounts,
    Routes routes,
    ImagePuller puller,
    StoreCheck check,
    Operations operations,
    Archives archives,
    ScheduledExecutorService timer) {}
