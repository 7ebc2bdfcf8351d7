package io.crij.image.rootfs;

import io.crij.image.ImageView;
import io.crij.image.reference.Digest;
import io.crij.image.store.ImageContent;
import io.crij.image.store.ImageStore;
import io.crij.image.store.LayerCollection;
import io.crij.linux.mount.Mounts;
import io.crij.operations.failure.AlreadyExists;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.operations.record.OwnDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images and artifacts as read-only directories for the volumes of containers, mounted in a private
 * mount below runroot. A container's volumes exist from {@link #mount} until {@link #remove}, also
 * across restarts, and keep their content as long. Calls block on mounts and disk: platform threads
 * only.
 */
public final class ImageMounts {
  private static final Logger log = LoggerFactory.getLogger(ImageMounts.class);

  private final Path mounts;
  private final ContainerHomes<ImageVolumesRecord> folder;
  private final VolumeMaker maker;
  private final ImageStore images;
  private final ImageContent content;
  private final LayerCollection collection;
  private final Map<String, List<Digest>> known = new ConcurrentHashMap<>();

  private ImageMounts(
      Path root,
      Path mounts,
      ContainerHomes<ImageVolumesRecord> folder,
      ImageStore images,
      ImageContent content,
      LayerCollection collection) {
    this.mounts = mounts;
    this.folder = folder;
    this.images = images;
    this.content = content;
    this.collection = collection;
    this.maker = new VolumeMaker(root, folder, images, content);
  }

  /**
   * Opens {@code <root>/volumes} and makes {@code <runroot>/volumes} a private mount.
   *
   * @throws Failure when one of them cannot be used
   */
  public static ImageMounts open(
      Path root,
      Path runroot,
      ImageStore images,
      ImageContent content,
      LayerCollection collection) {
    try {
      ContainerHomes<ImageVolumesRecord> folder = ImageVolumesFolder.open(root.resolve("volumes"));
      Path mounts = OwnDirectory.ensure(runroot.resolve("volumes"));
      Mounts.makePrivateMount(mounts);
      ImageMounts opened = new ImageMounts(root, mounts, folder, images, content, collection);
      opened.load();
      folder.emptyTrash();
      return opened;
    } catch (IOException e) {
      throw Failure.wrap("the image volumes in " + root + " were not opened", e);
    }
  }

  private void load() throws IOException {
    ContainerHomes.Found<ImageVolumesRecord> found = folder.load();
    if (found.unreadable()) {
      content.keepAllFound();
    }
    for (ImageVolumesRecord record : found.records()) {
      String id = record.containerId();
      known.put(id, record.images());
      if (!keep(record)) {
        log.warn("content of the image volumes of container {} is gone", id);
      }
    }
  }

  private boolean keep(ImageVolumesRecord record) {
    for (int number = 0; number < record.volumes().size(); number++) {
      ImageVolumesRecord.Volume volume = record.volumes().get(number);
      String owner = owner(record.containerId(), number);
      if (!content.keep(owner, volume.artifact(), volume.digests())) {
        return false;
      }
    }
    return true;
  }

  private static String owner(String containerId, int number) {
    return "image volume " + number + " of container " + containerId;
  }

  /**
   * Makes and mounts a new container's volumes.
   *
   * @return where they are, in the order asked for: directories, or files that a sub path names;
   *     {@link #source} says it again
   * @throws Failure NotFound without the image or the sub path, AlreadyExists; nothing is left then
   */
  public List<Path> mount(String containerId, List<ImageVolume> volumes) {
    List<Digest> ids = volumes.stream().map(ImageVolume::imageId).toList();
    if (known.putIfAbsent(ContainerId.require(containerId), ids) != null) {
      throw new AlreadyExists(
          "the image volumes of container " + containerId + " exist", "Remove them first.");
    }
    try {
      return make(containerId, volumes);
    } catch (IOException | RuntimeException e) {
      Failure failure =
          Failure.wrap("the image volumes of container " + containerId + " were not made", e);
      undo(containerId, failure);
      throw failure;
    }
  }

  private List<Path> make(String containerId, List<ImageVolume> volumes) throws IOException {
    List<ImageView> wanted =
        volumes.stream()
            .map(volume -> images.get(volume.imageId()).orElseThrow(() -> absent(volume)))
            .toList();
    ImageVolumesRecord record = ImageVolumesRecord.of(containerId, wanted);
    if (!keep(record)) {
      throw absent(volumes.getFirst());
    }
    folder.create(record, _ -> {});
    OwnDirectory.ensure(mounts.resolve(containerId));
    List<Path> sources = new ArrayList<>();
    for (int number = 0; number < volumes.size(); number++) {
      Path place = mounts.resolve(containerId).resolve("image-" + number);
      maker.mount(containerId, number, wanted.get(number), place);
      String subPath = volumes.get(number).subPath();
      if (!subPath.isEmpty()) {
        SubPath.bind(place, subPath, source(containerId, number, subPath));
      }
      sources.add(source(containerId, number, subPath));
    }
    return sources;
  }

  private static NotFound absent(ImageVolume volume) {
    return new NotFound(
        "image " + volume.imageId() + " of a volume is not on this node", "Pull the image first.");
  }

  /** Where the volume of this number is, once it is mounted. */
  public Path source(String containerId, int number, String subPath) {
    String name = (subPath.isEmpty() ? "image-" : "part-") + number;
    return mounts.resolve(ContainerId.require(containerId)).resolve(name);
  }

  private void undo(String containerId, Failure failure) {
    try {
      remove(containerId);
    } catch (Failure second) {
      failure.addSuppressed(second);
    }
  }

  /**
   * Unmounts and removes a container's volumes; absent ones are removed already.
   *
   * @throws Failure when something of them is left; call again
   */
  public void remove(String containerId) {
    Path places = mounts.resolve(ContainerId.require(containerId));
    try {
      if (Files.isDirectory(places)) {
        // Parts of images come after them in this order, and go before them.
        for (Path place : OwnDirectory.entries(places).reversed()) {
          Mounts.unmount(place, true);
          Files.deleteIfExists(place);
        }
        Files.deleteIfExists(places);
      }
      folder.remove(containerId);
    } catch (IOException e) {
      throw Failure.wrap("the image volumes of container " + containerId + " were not removed", e);
    }
    Optional.ofNullable(known.remove(containerId))
        .ifPresent(ids -> release(containerId, ids.size()));
  }

  private void release(String containerId, int count) {
    for (int number = 0; number < count; number++) {
      content.release(owner(containerId, number));
    }
    folder.emptyTrash();
    collection.soon();
  }

  /** The images that volumes show, by container; mounted or not. */
  public Map<String, List<Digest>> list() {
    return Map.copyOf(known);
  }
}
