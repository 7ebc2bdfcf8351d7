package io.crij.image.layer;

/** A layer as a directory, and what it says of the layers below. */
public record UnpackedLayer(AppliedLayer content, LayerNeeds needs) {}
