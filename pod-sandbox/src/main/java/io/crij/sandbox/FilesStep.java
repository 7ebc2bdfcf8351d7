package io.crij.sandbox;

import io.crij.operations.step.Step;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

/** The files that containers see as /etc/hostname, /etc/hosts and /etc/resolv.conf. */
record FilesStep(SandboxEntry entry, SandboxLayout layout) implements Step {
  @Override
  public String name() {
    return "files";
  }

  @Override
  public Duration deadline() {
    return layout.settings().stepDeadline();
  }

  @Override
  public void doIt(StepContext context) throws IOException {
    SandboxConfig config = entry.record().config();
    SandboxPlaces places = entry.snapshot().places();
    String hostname = PodHostname.of(entry.id(), config);
    PodFile.write(places.hostnameFile(), hostname + "\n");
    PodFile.write(
        places.hostsFile(),
        config.network() == NamespaceMode.NODE
            ? PodFile.copy(layout.settings().hosts())
            : EtcHosts.text(hostname, entry.record().ips()));
    String resolver = config.dns().map(ResolvConf::text).orElse("");
    PodFile.write(
        places.resolvConf(),
        resolver.isEmpty() ? PodFile.copy(layout.settings().resolvConf()) : resolver);
  }

  @Override
  public void undo(StepContext context) throws IOException {
    SandboxPlaces places = entry.snapshot().places();
    Files.deleteIfExists(places.hostnameFile());
    Files.deleteIfExists(places.hostsFile());
    Files.deleteIfExists(places.resolvConf());
  }
}
