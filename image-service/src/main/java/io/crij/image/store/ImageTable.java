package io.crij.image.store;

import io.crij.image.ImageView;
import io.crij.image.PinnedImages;
import io.crij.image.reference.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images at one moment; immutable. */
final class ImageTable {
  private final PinnedImages pinned;
  private final Map<Digest, StoredImage> images;
  private final List<ImageView> views;

  private ImageTable(PinnedImages pinned, Map<Digest, StoredImage> images) {
    this.pinned = pinned;
    this.images = Map.copyOf(images);
    this.views =
        images.values().stream()
            .map(image -> image.view(pinned))
            .sorted((a, b) -> a.id().hex().compareTo(b.id().hex()))
            .toList();
  }

  /** Of images as they were found; a tag with several holders belongs to the latest. */
  static ImageTable of(PinnedImages pinned, Collection<StoredImage> found) {
    Map<String, Long> latest = new HashMap<>();
    for (StoredImage image : found) {
      image.record().tags().forEach(t -> latest.merge(t.name(), t.sinceMillis(), Math::max));
    }
    Map<Digest, StoredImage> images = new LinkedHashMap<>();
    for (StoredImage image : found) {
      List<String> lost =
          image.record().tags().stream()
              .filter(tag -> latest.get(tag.name()) > tag.sinceMillis())
              .map(ImageRecord.Tag::name)
              .toList();
      images.put(image.id(), image.with(image.record().without(lost)));
    }
    return new ImageTable(pinned, images);
  }

  Optional<StoredImage> get(Digest id) {
    return Optional.ofNullable(images.get(id));
  }

  Optional<ImageView> view(Digest id) {
    return get(id).map(image -> image.view(pinned));
  }

  Collection<StoredImage> all() {
    return images.values();
  }

  List<ImageView> views() {
    return views;
  }

  /** The other images that have one of these tags. */
  List<StoredImage> othersNamed(Digest id, Collection<String> tags) {
    return images.values().stream()
        .filter(image -> !image.id().equals(id))
        .filter(image -> image.record().tags().stream().anyMatch(t -> tags.contains(t.name())))
        .toList();
  }

  ImageTable with(Collection<StoredImage> changed) {
    Map<Digest, StoredImage> next = new HashMap<>(images);
    changed.forEach(image -> next.put(image.id(), image));
    return new ImageTable(pinned, next);
  }

  ImageTable without(Digest id) {
    Map<Digest, StoredImage> next = new HashMap<>(images);
    next.remove(id);
    return new ImageTable(pinned, next);
  }
}
