package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a daemon of the tests is started with, all of it below one folder.
 *
 * @param name unique on this host; the cgroups of its pods are below a cgroup of this name
 * @param registriesConf text of the file
 * @param configuration text of the TOML file; empty for none
 * @param defaultRuntime empty leaves the choice to the daemon
 */
public record DaemonSetup(
    Path directory,
    String name,
    Path root,
    Path runRoot,
    Path pluginDirectory,
    String registriesConf,
    String configuration,
    Optional<String> defaultRuntime) {

  /** State in the folder itself, the host's own plugins, no registries, nothing configured. */
  public static DaemonSetup in(Path directory, String registriesConf) {
    return new DaemonSetup(
        directory,
        directory.getFileName().toString(),
        directory.resolve("root"),
        directory.resolve("runroot"),
        PodNetwork.plugins(),
        registriesConf,
        "",
        Optional.empty());
  }

  public DaemonSetup withRoot(Path other) {
    return new DaemonSetup(
        directory,
        name,
        other,
        runRoot,
        pluginDirectory,
        registriesConf,
        configuration,
        defaultRuntime);
  }

  public DaemonSetup withPlugins(Path other) {
    return new DaemonSetup(
        directory, name, root, runRoot, other, registriesConf, configuration, defaultRuntime);
  }

  /** With more lines of registries.conf. */
  public DaemonSetup withRegistries(String more) {
    return new DaemonSetup(
        directory,
        name,
        root,
        runRoot,
        pluginDirectory,
        registriesConf + "\n" + more,
        configuration,
        defaultRuntime);
  }

  public DaemonSetup withConfiguration(String toml) {
    return new DaemonSetup(
        directory, name, root, runRoot, pluginDirectory, registriesConf, toml, defaultRuntime);
  }

  public DaemonSetup withDefaultRuntime(String handler) {
    return new DaemonSetup(
        directory,
        name,
        root,
        runRoot,
        pluginDirectory,
        registriesConf,
        configuration,
        Optional.of(handler));
  }

  public Path socket() {
    return directory.resolve("crij.sock");
  }

  public Path log() {
    return directory.resolve("crij.log");
  }

  public Path cniDirectory() {
    return directory.resolve("cni");
  }

  /** Where the kubelet would keep the logs of pods. */
  public Path podLogs() {
    return directory.resolve("pods");
  }

  /** Parent of the cgroups of this daemon's pods, as a path below each hierarchy. */
  public String cgroup() {
    return "/" + name;
  }

  /** Writes the files that the flags name. */
  void write() {
    try {
      Files.createDirectories(cniDirectory());
      Files.createDirectories(podLogs());
      Files.writeString(registriesFile(), registriesConf);
      Files.writeString(policyFile(), "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}");
      Files.writeString(configFile(), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The arguments of the program. */
  public List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "--root",
                root.toString(),
                "--runroot",
                runRoot.toString(),
                "--listen",
                socket().toString(),
                "--cni-config-dir",
                cniDirectory().toString(),
                "--cni-plugin-dir",
                pluginDirectory.toString(),
                "--registries-conf",
                registriesFile().toString(),
                "--signature-policy",
                policyFile().toString(),
                "--config",
                configFile().toString()));
    defaultRuntime.ifPresent(handler -> arguments.addAll(List.of("--default-runtime", handler)));
    return arguments;
  }

  private Path registriesFile() {
    return directory.resolve("registries.conf");
  }

  private Path policyFile() {
    return directory.resolve("policy.json");
  }

  private Path configFile() {
    return directory.resolve("crij.toml");
  }
}
