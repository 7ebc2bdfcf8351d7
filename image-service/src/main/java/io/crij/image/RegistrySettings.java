package io.crij.image;

import io.crij.image.registries.HostFolders;
import io.crij.image.registries.ShortNameMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How registries are reached, beside what registries.conf says.
 *
 * @param hostFolders directories with a folder for each registry: hosts.toml or certificates
 * @param shortNames what short names may mean; empty: registries.conf says it
 * @param tokenServers hosts that credentials of any registry may be shown to when it names one
 * @param environment whose {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY} hold
 * @param helperDirectories where {@code docker-credential-*} programs are
 * @param helperDeadline for one run of such a program
 */
public record RegistrySettings(
    List<Path> hostFolders,
    Optional<ShortNameMode> shortNames,
    Set<String> tokenServers,
    Map<String, String> environment,
    List<Path> helperDirectories,
    Duration helperDeadline) {
  private static final List<Path> PROGRAMS =
      List.of(
          Path.of("/usr/local/sbin"),
          Path.of("/usr/local/bin"),
          Path.of("/usr/sbin"),
          Path.of("/usr/bin"));

  public RegistrySettings {
    hostFolders = List.copyOf(hostFolders);
    tokenServers = Set.copyOf(tokenServers);
    environment = Map.copyOf(environment);
    helperDirectories = List.copyOf(helperDirectories);
  }

  /** The usual places, and the environment of this process. */
  public static RegistrySettings usual() {
    return new RegistrySettings(
        HostFolders.USUAL,
        Optional.empty(),
        Set.of(),
        System.getenv(),
        PROGRAMS,
        Duration.ofSeconds(30));
  }

  public RegistrySettings withHostFolders(List<Path> folders) {
    return new RegistrySettings(
        folders, shortNames, tokenServers, environment, helperDirectories, helperDeadline);
  }

  public RegistrySettings withShortNames(Optional<ShortNameMode> mode) {
    return new RegistrySettings(
        hostFolders, mode, tokenServers, environment, helperDirectories, helperDeadline);
  }

  public RegistrySettings withTokenServers(Set<String> hosts) {
    return new RegistrySettings(
        hostFolders, shortNames, hosts, environment, helperDirectories, helperDeadline);
  }

  public RegistrySettings withEnvironment(Map<String, String> variables) {
    return new RegistrySettings(
        hostFolders, shortNames, tokenServers, variables, helperDirectories, helperDeadline);
  }

  public RegistrySettings withHelpers(List<Path> directories, Duration deadline) {
    return new RegistrySettings(
        hostFolders, shortNames, tokenServers, environment, directories, deadline);
  }

  /** The environment may hold secrets. */
  @Override
  public String toString() {
    return "RegistrySettings[" + hostFolders + ", " + shortNames + ", " + tokenServers + "]";
  }
}
