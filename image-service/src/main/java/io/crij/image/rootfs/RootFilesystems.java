package io.crij.image.rootfs;

import io.crij.image.ImageView;
import io.crij.image.reference.Digest;
import io.crij.image.store.ImageStore;
import io.crij.image.store.LayerCollection;
import io.crij.image.store.LayerStack;
import io.crij.image.store.LayerStore;
import io.crij.image.store.StoredLayer;
import io.crij.linux.mount.Mounts;
import io.crij.linux.mount.OverlayRequest;
import io.crij.operations.failure.AlreadyExists;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.operations.record.OwnDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Root file systems of containers: an overlay over the image's layers, mounted in a private mount
 * below runroot. One exists from {@link #prepare} until {@link #remove}, also across restarts, and
 * keeps its layers as long. Calls block on mounts and disk: platform threads only.
 */
public final class RootFilesystems {
  private static final Logger log = LoggerFactory.getLogger(RootFilesystems.class);

  private final Path mounts;
  private final RootFilesystemFolder folder;
  private final ImageStore images;
  private final LayerStore layers;
  private final LayerCollection collection;
  private final Map<String, RootFilesystem> known = new ConcurrentHashMap<>();

  private RootFilesystems(
      Path mounts,
      RootFilesystemFolder folder,
      ImageStore images,
      LayerStore layers,
      LayerCollection collection) {
    this.mounts = mounts;
    this.folder = folder;
    this.images = images;
    this.layers = layers;
    this.collection = collection;
  }

  /**
   * Opens {@code <root>/rootfs} and makes {@code <runroot>/rootfs} a private mount.
   *
   * @throws Failure when one of them cannot be used
   */
  public static RootFilesystems open(
      Path root, Path runroot, ImageStore images, LayerStore layers, LayerCollection collection) {
    try {
      RootFilesystemFolder folder = RootFilesystemFolder.open(root.resolve("rootfs"));
      Path mounts = OwnDirectory.ensure(runroot.resolve("rootfs"));
      Mounts.makePrivateMount(mounts);
      RootFilesystems opened = new RootFilesystems(mounts, folder, images, layers, collection);
      opened.load();
      folder.emptyTrash();
      return opened;
    } catch (IOException e) {
      throw Failure.wrap("the root file systems in " + root + " were not opened", e);
    }
  }

  private void load() throws IOException {
    ContainerHomes.Found<RootFilesystemRecord> found = folder.load();
    if (found.unreadable()) {
      layers.keepAllFound();
    }
    for (RootFilesystemRecord record : found.records()) {
      String id = record.containerId();
      known.put(id, view(id, Digest.parse(record.imageId())));
      if (layers.keep(owner(id), record.diffIds()).isEmpty()) {
        log.warn("layers of the root file system of container {} are gone", id);
      }
    }
  }

  private static String owner(String containerId) {
    return "root file system of container " + containerId;
  }

  private RootFilesystem view(String containerId, Digest imageId) {
    return new RootFilesystem(
        containerId, imageId, mounts.resolve(containerId), folder.upper(containerId));
  }

  /**
   * Makes and mounts the root file system of a new container.
   *
   * @param imageId of an image on the node
   * @throws Failure NotFound without the image, AlreadyExists; nothing is left then
   */
  public RootFilesystem prepare(String containerId, Digest imageId) {
    RootFilesystem made = view(ContainerId.require(containerId), imageId);
    if (known.putIfAbsent(containerId, made) != null) {
      throw new AlreadyExists(
          "the root file system of container " + containerId + " exists", "Remove it first.");
    }
    try {
      mount(made, keepLayers(made));
      return made;
    } catch (IOException | RuntimeException e) {
      Failure failure =
          Failure.wrap("the root file system of container " + containerId + " was not made", e);
      undo(containerId, failure);
      throw failure;
    }
  }

  private List<StoredLayer> keepLayers(RootFilesystem made) {
    Optional<ImageView> image = images.get(made.imageId());
    return image
        .flatMap(found -> layers.keep(owner(made.containerId()), found.config().diffIds()))
        .orElseThrow(
            () ->
                new NotFound(
                    "image " + made.imageId() + " is not on this node", "Pull the image first."));
  }

  private void mount(RootFilesystem made, List<StoredLayer> baseFirst) throws IOException {
    String id = made.containerId();
    List<String> diffIds = baseFirst.stream().map(layer -> layer.diffId().toString()).toList();
    LayerStack stack = layers.stack(baseFirst.stream().map(StoredLayer::diffId).toList());
    folder.create(new RootFilesystemRecord(id, made.imageId().toString(), diffIds), stack);
    List<Path> lower = stack.lowerTopFirst();
    OwnDirectory.ensure(made.merged());
    Mounts.overlay(
        new OverlayRequest(
            lower.isEmpty() ? List.of(folder.empty(id)) : lower,
            Optional.of(made.upper()),
            Optional.of(folder.work(id)),
            false,
            made.merged()));
  }

  private void undo(String containerId, Failure failure) {
    try {
      remove(containerId);
    } catch (Failure second) {
      failure.addSuppressed(second);
    }
  }

  /**
   * Unmounts and removes it with all that the container wrote; an absent one is removed already.
   *
   * @throws Failure when something of it is left; call again
   */
  public void remove(String containerId) {
    Path merged = mounts.resolve(ContainerId.require(containerId));
    try {
      // Whoever still looks into it keeps it until then, but holds nobody up.
      Mounts.unmount(merged, true);
      Files.deleteIfExists(merged);
      folder.remove(containerId);
    } catch (IOException e) {
      throw Failure.wrap(
          "the root file system of container " + containerId + " was not removed", e);
    }
    known.remove(containerId);
    layers.release(owner(containerId));
    folder.emptyTrash();
    collection.soon();
  }

  /** Whether it is mounted; after a reboot none is. */
  public boolean mounted(String containerId) {
    Path merged = mounts.resolve(ContainerId.require(containerId));
    try {
      return Files.isDirectory(merged) && Mounts.isMountPoint(merged);
    } catch (IOException e) {
      throw Failure.wrap("cannot see whether " + merged + " is mounted", e);
    }
  }

  /** All that exist, mounted or not. */
  public List<RootFilesystem> list() {
    return List.copyOf(known.values());
  }

  public Optional<RootFilesystem> get(String containerId) {
    return Optional.ofNullable(known.get(containerId));
  }
}
