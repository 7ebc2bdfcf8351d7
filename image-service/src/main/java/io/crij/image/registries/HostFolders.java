package io.crij.image.registries;

import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Folders with one folder for each registry, named {@code host[:port]}: {@code hosts.toml} in the
 * form of containerd, or else certificates in that of containers-certs.d(5). Read at each pull.
 */
public final class HostFolders {
  /** Where the containers tools, docker and containerd keep theirs. */
  public static final List<Path> USUAL =
      List.of(
          Path.of("/etc/containers/certs.d"),
          Path.of("/etc/docker/certs.d"),
          Path.of("/etc/containerd/certs.d"));

  private static final String FALLBACK = "_default";
  private static final String HOSTS = "hosts.toml";
  private static final long MAX_BYTES = 1024 * 1024;

  private final List<Path> directories;

  /** Looks in these directories, in order; none has to exist. */
  public HostFolders(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /** What the first folder for a registry holds; empty when there is none. */
  Optional<HostFolder> find(String host) {
    return folder(host).map(HostFolders::read);
  }

  private Optional<Path> folder(String host) {
    // containerd's older form has no colon in it.
    int colon = host.lastIndexOf(':');
    List<String> names =
        colon < 0 || host.endsWith("]")
            ? List.of(host)
            : List.of(host, host.substring(0, colon) + "_" + host.substring(colon + 1) + "_");
    return Stream.concat(names.stream(), Stream.of(FALLBACK))
        .flatMap(name -> directories.stream().map(directory -> directory.resolve(name)))
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static HostFolder read(Path folder) {
    Path hosts = folder.resolve(HOSTS);
    try {
      if (!Files.exists(hosts)) {
        return new HostFolder.Certificates(folder, certificates(folder));
      }
      if (Files.size(hosts) > MAX_BYTES) {
        throw new FailedPrecondition(
            hosts + " has more than " + MAX_BYTES + " bytes", "Make it smaller.");
      }
      return new HostsToml(hosts).parse(Files.readString(hosts));
    } catch (IOException e) {
      throw new FailedPrecondition(
          "the registry's folder " + folder + " cannot be read", "Make it readable.", e);
    }
  }

  private static TlsFiles certificates(Path folder) throws IOException {
    List<Path> authorities = new ArrayList<>();
    List<ClientCertificate> clients = new ArrayList<>();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".crt")) {
          authorities.add(file);
        } else if (name.endsWith(".cert")) {
          Path key = folder.resolve(name.substring(0, name.length() - ".cert".length()) + ".key");
          if (!Files.exists(key)) {
            throw new FailedPrecondition(
                "the client certificate " + file + " has no key", "Put it into " + key + ".");
          }
          clients.add(new ClientCertificate(file, key));
        }
      }
    }
    return new TlsFiles(authorities, clients);
  }
}
