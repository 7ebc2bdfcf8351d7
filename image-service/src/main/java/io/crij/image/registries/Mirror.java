package io.crij.image.registries;

/** A {@code [[registry.mirror]]} table. */
record Mirror(RegistryLocation location, boolean insecure, PullFromMirror serves) {}
