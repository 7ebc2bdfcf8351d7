package io.crij.image.pull;

import io.crij.image.manifest.Descriptor;
import io.crij.image.manifest.SignatureManifest;
import io.crij.image.reference.Digest;
import io.crij.image.registry.RegistryRepository;
import io.crij.image.trust.SignatureSource;
import io.crij.image.trust.SigstoreSignature;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signatures beside an image, where cosign puts them: in the image's repository, under the tag
 * {@code sha256-<hex>.sig}. Mirrors often lack them, so all endpoints are asked until one has some.
 */
final class AttachedSignatures implements SignatureSource {
  private static final int MAX_PAYLOAD = 256 * 1024;

  private final List<RegistryRepository> repositories;

  AttachedSignatures(List<RegistryRepository> repositories) {
    this.repositories = repositories;
  }

  @Override
  public List<SigstoreSignature> of(Digest manifest) {
    Optional<Failure> failed = Optional.empty();
    for (RegistryRepository repository : repositories) {
      try {
        return of(manifest, repository);
      } catch (Failure e) {
        failed = e instanceof NotFound ? failed : Optional.of(e);
      }
    }
    // An endpoint that did not answer may have some: that is no reason to say there are none.
    if (failed.isPresent()) {
      throw failed.get();
    }
    return List.of();
  }

  private static List<SigstoreSignature> of(Digest manifest, RegistryRepository repository) {
    String tag = manifest.algorithm().label() + "-" + manifest.hex() + ".sig";
    List<SigstoreSignature> signatures = new ArrayList<>();
    for (Descriptor layer : SignatureManifest.parse(repository.manifest(tag).bytes())) {
      signatures.add(
          new SigstoreSignature(
              repository.blob(layer, MAX_PAYLOAD), SignatureManifest.signature(layer)));
    }
    return List.copyOf(signatures);
  }
}
