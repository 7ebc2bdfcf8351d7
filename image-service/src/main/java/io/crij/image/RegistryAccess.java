package io.crij.image;

import io.crij.image.registries.HostFolders;
import io.crij.image.registries.RegistriesFiles;
import io.crij.image.registries.Routes;
import io.crij.image.registry.AuthFile;
import io.crij.image.registry.CredentialChoice;
import io.crij.image.registry.CredentialPrograms;
import io.crij.image.registry.HttpTransport;
import io.crij.image.registry.Pause;
import io.crij.image.registry.ProxyRules;
import io.crij.image.registry.RegistryClient;
import io.crij.linux.thread.BoundedPool;

/** What pulls need to reach registries, put together. */
record RegistryAccess(
    Routes routes,
    CredentialChoice credentials,
    RegistryClient client,
    HttpTransport transport,
    BoundedPool partThreads)
    implements AutoCloseable {

  static RegistryAccess open(ImageSettings settings, ImageParts parts, RegistriesFiles registries) {
    ImageLimits limits = settings.limits();
    RegistrySettings reach = settings.registries();
    HttpTransport transport =
        new HttpTransport(limits.registry(), ProxyRules.of(reach.environment()));
    BoundedPool partThreads = new BoundedPool("image-part", limits.downloads().partsInMemory(), 0);
    return new RegistryAccess(
        new Routes(registries, new HostFolders(reach.hostFolders()), reach.shortNames()),
        new CredentialChoice(
            new AuthFile(settings.files().credentials().orElse(AuthFile.DEFAULT)),
            () -> registries.current().credentialHelpers(),
            new CredentialPrograms(
                parts.command(), reach.helperDirectories(), reach.helperDeadline())),
        new RegistryClient(
            transport,
            limits.registry(),
            Pause.SLEEP,
            parts.clock(),
            new RegistryClient.Downloads(limits.downloads(), partThreads),
            reach.tokenServers()),
        transport,
        partThreads);
  }

  @Override
  public void close() {
    transport.close();
    partThreads.shutdownNow();
  }
}
