package io.crij.image.registries;

import io.crij.image.reference.ImageReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where images are asked for, by all files as they are now: registries.conf first, then for each
 * place it leads to the folder of that host.
 */
public final class Routes {
  // Docker Hub's name is not its address.
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_ADDRESS = "registry-1.docker.io";

  private final RegistriesFiles registries;
  private final HostFolders folders;
  private final Optional<ShortNameMode> mode;

  /**
   * Joins the files.
   *
   * @param mode of short names, over what registries.conf says
   */
  public Routes(RegistriesFiles registries, HostFolders folders, Optional<ShortNameMode> mode) {
    this.registries = registries;
    this.folders = folders;
    this.mode = mode;
  }

  /** What a name stands for on this node, in order; never refuses a short name. */
  public List<ImageReference> candidates(String written) {
    return registries.current().candidates(written);
  }

  /**
   * What a name that is to be pulled stands for, in order.
   *
   * @throws io.crij.operations.failure.FailedPrecondition when it would be a guess, and guesses are
   *     forbidden
   */
  public List<NameMeaning> meanings(String written) {
    return registries.current().meaningsToPull(written, mode);
  }

  /**
   * The endpoints to try for an image, in order: mirrors first, then its registry.
   *
   * @throws io.crij.operations.failure.Failure when the registry is blocked, or a file is malformed
   */
  public List<RouteEntry> route(ImageReference reference) {
    List<RouteEntry> entries = new ArrayList<>();
    for (RouteEntry entry : registries.current().route(reference)) {
      switch (folders.find(entry.endpoint().host()).orElse(null)) {
        case null -> entries.add(entry);
        case HostFolder.Certificates found -> entries.add(withCertificates(entry, found));
        case HostFolder.Hosts found -> throughHosts(entry, found, entries);
      }
    }
    return List.copyOf(entries);
  }

  private static RouteEntry withCertificates(RouteEntry entry, HostFolder.Certificates found) {
    Endpoint known = entry.endpoint();
    Endpoint endpoint =
        new Endpoint(
            known.target(),
            known.insecure(),
            known.mirror(),
            known.because(),
            known.access().withTls(found.tls()));
    String why = entry.why() + ", with the certificates in " + found.folder();
    return new RouteEntry(endpoint, entry.source(), why);
  }

  static void throughHosts(RouteEntry entry, HostFolder.Hosts found, List<RouteEntry> entries) {
    String host = entry.endpoint().host();
    Optional<Path> file = Optional.of(found.file());
    for (HostFolder.Host mirror : found.mirrors()) {
      if (mirror.pulls()) {
        entries.add(
            new RouteEntry(at(entry.endpoint(), mirror, true, file), file, "host for " + host));
      }
    }
    if (found.server().pulls()) {
      boolean mirror = entry.endpoint().mirror();
      Endpoint server = at(entry.endpoint(), found.server(), mirror, file);
      entries.add(new RouteEntry(server, file, "server of " + host));
    }
  }

  private static Endpoint at(
      Endpoint named, HostFolder.Host host, boolean mirror, Optional<Path> file) {
    EndpointAccess access = host.access();
    ImageReference target = named.target();
    boolean insecure = named.insecure();
    if (host.url().isPresent()) {
      URI url = host.url().get();
      String authority = url.getRawAuthority();
      boolean hub = named.host().equals(DOCKER_HUB) && authority.equals(DOCKER_HUB_ADDRESS);
      if (!hub && !authority.equals(named.host())) {
        target = target.at(authority, target.repository());
        access = access.standingFor(named.host());
      }
      insecure = !access.verified() || url.getScheme().equals("http");
    } else {
      insecure |= !access.verified();
    }
    return new Endpoint(target, insecure, mirror, file, access);
  }
}
