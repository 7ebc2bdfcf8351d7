package io.crij.image.pull;

import io.crij.image.reference.Platform;
import io.crij.image.registries.RegistriesFiles;
import io.crij.image.registry.AuthFile;
import io.crij.image.registry.CredentialChoice;
import io.crij.image.registry.HttpTransport;
import io.crij.image.registry.Pause;
import io.crij.image.registry.PullCredentials;
import io.crij.image.registry.RegistryClient;
import io.crij.image.registry.RegistryLimits;
import io.crij.image.trust.SignaturePolicies;
import io.crij.image.trust.SignaturePolicyFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Everything a pull needs, with a directory for its configuration and stores in memory. */
final class PullFixture implements AutoCloseable {
  final FakeLayers layers = new FakeLayers();
  final List<PulledImage> images = new CopyOnWriteArrayList<>();
  private final HttpTransport transport = new HttpTransport(RegistryLimits.DEFAULT);
  private final ExecutorService pool = Executors.newFixedThreadPool(3);
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
    ImageResolver resolver =
        new ImageResolver(
            new RegistriesFiles(directory.resolve("registries.conf")),
            new SignaturePolicies(
                new SignaturePolicyFile(directory.resolve("policy.json")),
                directory.resolve("policies")),
            new CredentialChoice(new AuthFile(directory.resolve("auth.json"))),
            client,
            new Platform("linux", "amd64", Optional.empty()));
    return new PullParts(resolver, destination, images::add, PullLimits.DEFAULT, pause, pool);
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
  }
}
