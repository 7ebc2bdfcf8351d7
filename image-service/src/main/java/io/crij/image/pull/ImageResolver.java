package io.crij.image.pull;

import io.crij.image.manifest.Descriptor;
import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageConfigParser;
import io.crij.image.manifest.ImageIndex;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.manifest.ManifestDocument;
import io.crij.image.manifest.ManifestParser;
import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.image.reference.Platform;
import io.crij.image.registries.Endpoint;
import io.crij.image.registries.NameMeaning;
import io.crij.image.registries.RouteEntry;
import io.crij.image.registries.Routes;
import io.crij.image.registry.CredentialChoice;
import io.crij.image.registry.PullCredentials;
import io.crij.image.registry.RegistryClient;
import io.crij.image.registry.RegistryRepository;
import io.crij.image.registry.ServedManifest;
import io.crij.image.trust.ImageRequirements;
import io.crij.image.trust.SignaturePolicies;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the image that a name means: its manifest for this platform and its configuration. */
public final class ImageResolver {
  // An index may point to an index; deeper nesting has no use.
  private static final int MAX_NESTING = 3;

  private final Routes routes;
  private final SignaturePolicies policies;
  private final CredentialChoice credentials;
  private final RegistryClient client;
  private final Platform platform;

  public ImageResolver(
      Routes routes,
      SignaturePolicies policies,
      CredentialChoice credentials,
      RegistryClient client,
      Platform platform) {
    this.routes = routes;
    this.policies = policies;
    this.credentials = credentials;
    this.client = client;
    this.platform = platform;
  }

  /** What a written name means first; two requests with the same one are the same request. */
  ImageReference primary(String written) {
    return routes.meanings(written).getFirst().reference();
  }

  SignaturePolicies policies() {
    return policies;
  }

  /**
   * Asks the endpoints in order until one has the image.
   *
   * @throws Failure that lists what went wrong at each endpoint
   */
  ImageSource resolve(PullRequest request) {
    EndpointFailures failures = new EndpointFailures();
    for (NameMeaning meaning : routes.meanings(request.image())) {
      ImageReference reference = meaning.reference();
      ImageRequirements required = policies.of(request.namespace(), reference).requirePossible();
      List<RegistryRepository> repositories;
      try {
        repositories = repositories(reference, request.credentials());
      } catch (Failure blocked) {
        failures.add(blocked);
        continue;
      }
      for (RegistryRepository repository : repositories) {
        if (!resolves(repository, reference)) {
          continue;
        }
        try {
          List<RegistryRepository> ordered = startingAt(repository, repositories);
          return new ImageSource(resolve(reference, repository, ordered, required), ordered);
        } catch (Failure failure) {
          failures.add(failure, repository.endpoint());
        }
      }
    }
    throw failures.asOne("image " + primary(request.image()));
  }

  private List<RegistryRepository> repositories(ImageReference reference, PullCredentials given) {
    List<RegistryRepository> repositories = new ArrayList<>();
    for (RouteEntry entry : routes.route(reference)) {
      Endpoint endpoint = entry.endpoint();
      repositories.add(
          client.repository(endpoint, () -> credentials.choose(endpoint, reference, given)));
    }
    return repositories;
  }

  /** A mirror may be trusted with what a digest means and not with what a tag does. */
  private static boolean resolves(RegistryRepository repository, ImageReference reference) {
    return repository.endpoint().access().resolves() || reference.digest().isPresent();
  }

  /** The mirrors that were passed over, the one that has the image, and the rest. */
  private static List<RegistryRepository> startingAt(
      RegistryRepository first, List<RegistryRepository> all) {
    List<RegistryRepository> ordered = new ArrayList<>();
    List<RegistryRepository> later = new ArrayList<>();
    boolean found = false;
    for (RegistryRepository repository : all) {
      found |= repository == first;
      boolean passedOver = !found && !repository.endpoint().access().resolves();
      (passedOver || repository == first ? ordered : later).add(repository);
    }
    ordered.addAll(later);
    return ordered;
  }

  private PulledImage resolve(
      ImageReference reference,
      RegistryRepository repository,
      List<RegistryRepository> repositories,
      ImageRequirements required) {
    ServedManifest top = repository.manifest();
    ServedManifest chosen = top;
    ManifestDocument document =
        ManifestParser.parse(top.bytes(), top.contentType(), Optional.empty());
    for (int depth = 0; document instanceof ImageIndex index; depth++) {
      if (depth == MAX_NESTING) {
        throw new InvalidArgument(
            "the index of " + reference + " nests deeper than " + MAX_NESTING + " levels",
            "The image is broken at its source: build and push it again.");
      }
      Descriptor descriptor = index.choose(platform);
      chosen = repository.manifest(descriptor);
      document =
          ManifestParser.parse(
              chosen.bytes(), chosen.contentType(), Optional.of(descriptor.mediaType()));
    }
    required.verify(List.of(chosen.digest(), top.digest()), new AttachedSignatures(repositories));
    ImageManifest manifest = (ImageManifest) document;
    byte[] config = repository.blob(manifest.config(), ImageConfigParser.MAX_BYTES);
    ImageConfig parsed =
        ImageConfigParser.parseAny(manifest, Digest.sha256(chosen.bytes()), config);
    return new PulledImage(reference, top, chosen, manifest, parsed);
  }
}
