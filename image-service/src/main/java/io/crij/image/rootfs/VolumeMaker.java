package io.crij.image.rootfs;

import io.crij.image.ImageView;
import io.crij.image.manifest.Descriptor;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.reference.Digest;
import io.crij.image.store.ImageContent;
import io.crij.image.store.ImageStore;
import io.crij.image.store.LayerStack;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.mount.Mounts;
import io.crij.linux.mount.OverlayRequest;
import io.crij.operations.failure.NotFound;
import io.crij.operations.record.OwnDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mounts one image or artifact read-only; its content is kept by whoever calls. */
final class VolumeMaker {
  private static final int DIRECTORY_MODE = 0755;

  private final Path root;
  private final ContainerHomes<ImageVolumesRecord> folder;
  private final ImageStore images;
  private final ImageContent content;

  VolumeMaker(
      Path root,
      ContainerHomes<ImageVolumesRecord> folder,
      ImageStore images,
      ImageContent content) {
    this.root = root;
    this.folder = folder;
    this.images = images;
    this.content = content;
  }

  void mount(String containerId, int number, ImageView image, Path place) throws IOException {
    OwnDirectory.create(place);
    if (image.config().isArtifact()) {
      mountFiles(image.id(), folder.home(containerId).resolve("files-" + number), place);
    } else {
      mountLayers(image, folder.home(containerId), number, place);
    }
  }

  /** An empty directory on top looks as the image's root should. */
  private void mountLayers(ImageView image, Path home, int number, Path place) throws IOException {
    LayerStack stack = content.layers().stack(image.config().diffIds());
    String name = "root-" + number;
    OwnDirectory.create(home.resolve(name));
    try (ConfinedDirectory parent = ConfinedDirectory.open(home)) {
      stack.applyRoot(parent, ConfinedPath.parse(name));
    }
    List<Path> lower = new ArrayList<>(List.of(home.resolve(name)));
    lower.addAll(stack.lowerTopFirst());
    if (lower.size() == 1) {
      lower.add(OwnDirectory.create(home.resolve("empty-" + number)));
    }
    Mounts.overlay(new OverlayRequest(lower, Optional.empty(), Optional.empty(), true, place));
  }

  private void mountFiles(Digest id, Path files, Path place) throws IOException {
    ImageManifest manifest = images.parsedManifest(id);
    try (ConfinedDirectory base = ConfinedDirectory.open(root)) {
      Path below = root.relativize(files);
      base.mkdirs(ConfinedPath.parse(below.toString()), DIRECTORY_MODE);
      ArtifactFiles artifact = new ArtifactFiles(base);
      for (Descriptor blob : manifest.layers()) {
        artifact.link(blob, root.relativize(stored(blob)), below);
      }
    }
    Mounts.bindReadOnly(files, place, false);
  }

  private Path stored(Descriptor blob) {
    return content
        .blobs()
        .file(blob.digest())
        .orElseThrow(
            () -> new NotFound("blob " + blob.digest() + " is not here", "Pull the image again."));
  }
}
