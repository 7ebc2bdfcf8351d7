package io.crij.image.store;

import io.crij.image.ImageView;
import io.crij.image.PinnedImages;
import io.crij.image.manifest.ImageConfig;
import io.crij.image.reference.Digest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** An image on disk: its record and its configuration. */
record StoredImage(ImageRecord record, ImageConfig config) {
  Digest id() {
    return config.id();
  }

  ImageView view(PinnedImages pinned) {
    List<String> tags = record.tags().stream().map(ImageRecord.Tag::name).toList();
    Stream<String> names =
        Stream.of(tags, record.digests(), List.of(record.id(), id().hex())).flatMap(List::stream);
    return new ImageView(
        id(),
        config,
        tags,
        record.digests(),
        Set.copyOf(record.otherDigests()),
        Digest.parse(record.manifest()),
        record.size(),
        pinned.pins(names));
  }

  StoredImage with(ImageRecord newRecord) {
    return new StoredImage(newRecord, config);
  }
}
