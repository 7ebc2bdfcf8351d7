package io.crij.image.manifest;

/** What a registry answers to a manifest request. */
public sealed interface ManifestDocument permits ImageIndex, ImageManifest {}
