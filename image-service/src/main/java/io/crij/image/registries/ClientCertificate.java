package io.crij.image.registries;

import java.nio.file.Path;

/**
 * What shows a registry who we are, in PEM.
 *
 * @param key may be in the same file
 */
public record ClientCertificate(Path certificate, Path key) {}
