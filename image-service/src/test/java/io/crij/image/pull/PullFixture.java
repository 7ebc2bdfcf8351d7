package io.crij.image.pull;

import io.crij.image.reference.Platform;
import io.crij.image.registries.HostFolders;
import io.crij.image.registries.RegistriesFiles;
import io.crij.image.registries.Routes;
import io.crij.image.registry.AuthFile;
import io.crij.image.registry.CredentialChoice;
import io.crij.image.registry.CredentialPrograms;
import io.crij.image.registry.HttpTransport;
import io.crij.image.registry.Pause;
import io.crij.image.registry.PullCredentials;
import io.crij.image.registry.RegistryClient;
import io.crij.image.registry.RegistryLimits;
import io.crij.image.trust.SignaturePolicies;
import io.crij.image.trust.SignaturePolicyFile;
import io.crij.linux.event.EventLoop;
import io.crij.linux.process.Command;
import io.crij.linux.process.Spawner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Everything a pull needs, with a directory for its configuration and stores in memory. */
final class PullFixture implements AutoCloseable {
  final FakeLayers layers = new FakeLayers();
  final FakeBlobs blobs = new FakeBlobs();
  final List<PulledImage> images = new CopyOnWriteArrayList<>();
  private final HttpTransport transport = new HttpTransport(RegistryLimits.DEFAULT);
  private final ExecutorService pool = Executors.newFixedThreadPool(3);
  private final EventLoop loop = new EventLoop();
  private final Command command = new Command(new Spawner(loop));
  private final Path directory;

  /** Of the pod that pulls are for. */
  String namespace = "";

  PullFixture(Path directory) {
    this.directory = directory;
  }

  PullParts parts() {
    return parts(layers);
  }

  PullParts parts(LayerDestination destination) {
    Pause pause = _ -> {};
    RegistryClient client =
        new RegistryClient(transport, RegistryLimits.DEFAULT, pause, Clock.systemUTC());
    RegistriesFiles registries = new RegistriesFiles(directory.resolve("registries.conf"));
    ImageResolver resolver =
        new ImageResolver(
            new Routes(registries, new HostFolders(List.of()), Optional.empty()),
            new SignaturePolicies(
                new SignaturePolicyFile(directory.resolve("policy.json")),
                directory.resolve("policies")),
            new CredentialChoice(
                new AuthFile(directory.resolve("auth.json")),
                () -> registries.current().credentialHelpers(),
                new CredentialPrograms(command, List.of(), Duration.ZERO)),
            client,
            new Platform("linux", "amd64", Optional.empty()));
    return new PullParts(
        resolver, destination, blobs, images::add, PullLimits.DEFAULT, pause, pool);
  }

  /** Runs the steps of a pull one after the other. */
  PulledImage pull(String image) throws Exception {
    return pull(image, parts());
  }

  PulledImage pull(String image, PullParts parts) throws Exception {
    ImagePull pull =
        new ImagePull(
            new PullRequest(image, PullCredentials.NONE, namespace), new PullProgress(), parts);
    for (var step : pull.steps()) {
      step.doIt(new PlainContext());
    }
    return images.getLast();
  }

  @Override
  public void close() {
    transport.close();
    pool.shutdownNow();
    loop.close();
  }
}
