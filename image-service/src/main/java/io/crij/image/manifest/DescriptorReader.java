package io.crij.image.manifest;

import io.crij.image.reference.Digest;
import io.crij.image.reference.Platform;
import java.util.Map;
import java.util.Optional;

/** Reads descriptors out of a manifest or an index. */
final class DescriptorReader {
  private DescriptorReader() {}

  static Descriptor manifest(JsonFields object) {
    return read(object, object.optionalObject("platform").map(DescriptorReader::platform));
  }

  static Descriptor content(JsonFields object) {
    return read(object, Optional.empty());
  }

  private static Descriptor read(JsonFields object, Optional<Platform> platform) {
    String mediaType = object.text("mediaType").orElseThrow(() -> object.missing("mediaType"));
    String digest = object.text("digest").orElseThrow(() -> object.missing("digest"));
    long size = object.number("size").orElseThrow(() -> object.missing("size"));
    if (size < 0) {
      throw object.wrong("size is " + size);
    }
    Map<String, String> annotations = object.texts("annotations");
    return new Descriptor(mediaType, Digest.parse(digest), size, annotations, platform);
  }

  private static Platform platform(JsonFields object) {
    return new Platform(
        object.text("os").orElse(""),
        object.text("architecture").orElse(""),
        object.text("variant").filter(v -> !v.isEmpty()));
  }
}
