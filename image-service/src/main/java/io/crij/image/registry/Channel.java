package io.crij.image.registry;

import io.crij.image.registries.TlsFiles;

/**
 * What connections of one kind have in common.
 *
 * @param verified whether TLS certificates are verified, and token servers must use TLS
 * @param files for TLS, beside those of the host
 */
record Channel(boolean verified, TlsFiles files) {
  static Channel usual(boolean verified) {
    return new Channel(verified, TlsFiles.NONE);
  }
}
