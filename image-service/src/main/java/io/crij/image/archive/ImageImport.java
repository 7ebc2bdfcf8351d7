package io.crij.image.archive;

import io.crij.image.pull.ImageDestination;
import io.crij.image.pull.LayerDestination;
import io.crij.image.pull.PulledImage;
import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.image.reference.Platform;
import io.crij.image.trust.SignaturePolicies;
import io.crij.image.trust.SignatureSource;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.ResourceExhausted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes the images of an archive into the stores, as a pull does. */
public final class ImageImport {
  private final SignaturePolicies policies;
  private final LayerDestination layers;
  private final ImageDestination images;
  private final Platform platform;

  public ImageImport(
      SignaturePolicies policies,
      LayerDestination layers,
      ImageDestination images,
      Platform platform) {
    this.policies = policies;
    this.layers = layers;
    this.images = images;
    this.platform = platform;
  }

  /**
   * What was imported.
   *
   * @param ids of the images, each once
   */
  public record Imported(ArchiveFormat format, List<Digest> ids) {}

  private record Archive(ArchiveFormat format, List<ArchivedImage> images) {}

  /**
   * Imports an archive. Disk work.
   *
   * @param file in a directory of ours, where more files may be made; it may be removed
   * @param name for the archive's only image; empty for the names in it
   * @param origin where the archive was, for the signature policy; empty when unknown
   * @throws Failure with what was imported until then
   */
  public Imported run(Path file, String name, String origin) {
    try {
      Archive archive = read(file);
      List<List<ImageReference>> references = new ArrayList<>();
      for (ArchivedImage image : archive.images()) {
        List<ImageReference> named = references(image, name, archive.images().size());
        named.forEach(reference -> requireTrusted(archive.format(), origin, reference, image));
        references.add(named);
      }
      Set<Digest> ids = new LinkedHashSet<>();
      for (int i = 0; i < references.size(); i++) {
        for (ImageReference reference : references.get(i)) {
          ids.add(store(archive.images().get(i), reference));
        }
      }
      return new Imported(archive.format(), List.copyOf(ids));
    } catch (IOException e) {
      throw Failure.wrap("the archive was not imported", e);
    }
  }

  private Archive read(Path file) throws IOException {
    ArchiveFile archive = ArchiveFile.open(file);
    if (OciArchive.fits(archive)) {
      return new Archive(ArchiveFormat.OCI, new OciArchive(archive, platform).images());
    }
    if (DockerArchive.fits(archive)) {
      return new Archive(ArchiveFormat.DOCKER, new DockerArchive(archive).images());
    }
    if (AppcArchive.fits(archive)) {
      return new Archive(ArchiveFormat.APPC, new AppcArchive(archive).images());
    }
    throw BadArchive.because(
        "it is no image: it has neither index.json nor manifest.json, nor the manifest of an ACI");
  }

  private static List<ImageReference> references(ArchivedImage image, String name, int images) {
    if (!name.isEmpty()) {
      if (images > 1) {
        throw new InvalidArgument(
            "the archive has " + images + " images for one name", "Import it without a name.");
      }
      return List.of(ImageReference.parse(name));
    }
    if (image.names().isEmpty()) {
      throw new InvalidArgument("the archive gives its image no name", "Give one with --name.");
    }
    return image.names().stream().map(ImageReference::parse).distinct().toList();
  }

  private void requireTrusted(
      ArchiveFormat format, String origin, ImageReference reference, ArchivedImage image) {
    policies
        .ofArchive(format.label(), origin, reference)
        .verify(List.of(image.chosen().digest(), image.top().digest()), SignatureSource.NONE);
  }

  private Digest store(ArchivedImage image, ImageReference reference) {
    List<Digest> stored = new ArrayList<>();
    try {
      for (int i = 0; i < image.layers().size(); i++) {
        Digest diffId = image.config().diffIds().get(i);
        ArchivedImage.Content content = image.layers().get(i);
        layers.ensure(image.manifest().layers().get(i), diffId, content::open);
        stored.add(diffId);
      }
      images.commit(
          new PulledImage(
              reference, image.top(), image.chosen(), image.manifest(), image.config()));
      return image.config().id();
    } catch (RuntimeException e) {
      layers.givenUp(stored, e instanceof ResourceExhausted);
      throw e;
    }
  }
}
