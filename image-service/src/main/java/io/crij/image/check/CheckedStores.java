package io.crij.image.check;

import io.crij.image.reference.Digest;
import io.crij.image.rootfs.ImageMounts;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.image.store.StoreInspection;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a check works with.
 *
 * @param containerExists whether there is a container of this id, whatever its state
 * @param pull pulls an image by a full name and gives its id; throws a failure
 */
public record CheckedStores(
    StoreInspection store,
    RootFilesystems rootFilesystems,
    ImageMounts imageMounts,
    Predicate<String> containerExists,
    Function<String, Digest> pull) {}
