package io.crij.image.registries;

import java.nio.file.Path;
import java.util.List;

/**
 * Files for TLS with one registry, in PEM.
 *
 * @param authorities trusted there beside those of the host
 */
public record TlsFiles(List<Path> authorities, List<ClientCertificate> clients) {
  public static final TlsFiles NONE = new TlsFiles(List.of(), List.of());

  public TlsFiles {
    authorities = List.copyOf(authorities);
    clients = List.copyOf(clients);
  }
}
