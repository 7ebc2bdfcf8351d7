package io.crij.image.registries;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is known of one registry from its folder. */
sealed interface HostFolder {

  /** Certificates for a registry that is reached as its name says. */
  record Certificates(Path folder, TlsFiles tls) implements HostFolder {}

  /**
   * A hosts.toml.
   *
   * @param mirrors to be tried first, in order
   * @param server the registry itself
   */
  record Hosts(Path file, List<Host> mirrors, Host server) implements HostFolder {
    public Hosts {
      mirrors = List.copyOf(mirrors);
    }
  }

  /**
   * A table of hosts.toml.
   *
   * @param url where it is; empty for a server that is reached as the registry's name says
   * @param pulls whether images may be fetched there at all
   */
  record Host(Optional<URI> url, boolean pulls, EndpointAccess access) {}
}
