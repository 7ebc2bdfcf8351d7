package io.crij.sandbox;

import io.crij.cni.PortMapping;
import io.crij.operations.step.StepContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests of tests, from the smallest one on. */
record Pods(SandboxConfig config) {
  /** Nobody lives in these pods. */
  static final SandboxOccupants EMPTY =
      new SandboxOccupants() {
        @Override
        public void stopAll(String sandboxId, StepContext context) {}

        @Override
        public void removeAll(String sandboxId, StepContext context) {}
      };

  /** With a network of its own and no process. */
  static Pods named(String name) {
    return new Pods(
        config(
            name,
            "",
            Optional.empty(),
            List.of(),
            "",
            Map.of(),
            NamespaceMode.POD,
            NamespaceMode.CONTAINER,
            NamespaceMode.POD));
  }

  Pods modes(NamespaceMode network, NamespaceMode pid, NamespaceMode ipc) {
    return new Pods(
        config(
            config.metadata().name(),
            config.hostname(),
            config.dns(),
            config.portMappings(),
            config.cgroupParent(),
            config.sysctls(),
            network,
            pid,
            ipc));
  }

  Pods hostname(String hostname) {
    return new Pods(with(hostname, config.dns(), config.portMappings(), config.sysctls()));
  }

  Pods dns(DnsConfig dns) {
    return new Pods(
        with(config.hostname(), Optional.of(dns), config.portMappings(), config.sysctls()));
  }

  Pods ports(PortMapping... ports) {
    return new Pods(with(config.hostname(), config.dns(), List.of(ports), config.sysctls()));
  }

  Pods sysctls(Map<String, String> sysctls) {
    return new Pods(with(config.hostname(), config.dns(), config.portMappings(), sysctls));
  }

  Pods cgroupParent(String parent) {
    return new Pods(
        config(
            config.metadata().name(),
            config.hostname(),
            config.dns(),
            config.portMappings(),
            parent,
            config.sysctls(),
            config.network(),
            config.pid(),
            config.ipc()));
  }

  Pods handler(String handler) {
    return new Pods(
        new SandboxConfig(
            config.metadata(),
            config.hostname(),
            config.logDirectory(),
            config.dns(),
            config.portMappings(),
            config.labels(),
            config.annotations(),
            config.cgroupParent(),
            config.sysctls(),
            config.network(),
            config.pid(),
            config.ipc(),
            config.privileged(),
            handler));
  }

  private SandboxConfig with(
      String hostname,
      Optional<DnsConfig> dns,
      List<PortMapping> ports,
      Map<String, String> sysctls) {
    return config(
        config.metadata().name(),
        hostname,
        dns,
        ports,
        config.cgroupParent(),
        sysctls,
        config.network(),
        config.pid(),
        config.ipc());
  }

  private static SandboxConfig config(
      String name,
      String hostname,
      Optional<DnsConfig> dns,
      List<PortMapping> ports,
      String cgroupParent,
      Map<String, String> sysctls,
      NamespaceMode network,
      NamespaceMode pid,
      NamespaceMode ipc) {
    return new SandboxConfig(
        new SandboxMetadata(name, "uid-" + name, "tests", 0),
        hostname,
        Optional.empty(),
        dns,
        ports,
        Map.of("app", name),
        Map.of("note", "kept as it is"),
        cgroupParent,
        sysctls,
        network,
        pid,
        ipc,
        false,
        "");
  }
}
