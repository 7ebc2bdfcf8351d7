package io.crij.image.manifest;

import io.crij.image.reference.Digest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an image's configuration. */
public final class ImageConfigParser {
  /** Most bytes of a configuration. */
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final int MAX_LIST = 10_000;

  private ImageConfigParser() {}

  /**
   * Reads a configuration whose bytes were checked against a digest.
   *
   * @throws io.crij.operations.failure.InvalidArgument when it is malformed
   */
  public static ImageConfig parse(Digest id, byte[] raw) {
    JsonFields document = JsonFields.parse("image config", raw, MAX_BYTES);
    JsonFields rootfs = document.object("rootfs");
    if (!rootfs.text("type").orElse("layers").equals("layers")) {
      throw rootfs.wrong("type is not layers");
    }
    Optional<JsonFields> config = document.optionalObject("config");
    return new ImageConfig(
        id,
        ByteBuffer.wrap(raw.clone()),
        document.text("os").orElse(""),
        document.text("architecture").orElse(""),
        config.map(c -> c.strings("Entrypoint", MAX_LIST)).orElseGet(List::of),
        config.map(c -> c.strings("Cmd", MAX_LIST)).orElseGet(List::of),
        config.map(c -> c.strings("Env", MAX_LIST)).orElseGet(List::of),
        config.flatMap(c -> c.text("User")).orElse(""),
        config.flatMap(c -> c.text("WorkingDir")).orElse(""),
        config
            .flatMap(c -> c.optionalObject("Volumes"))
            .map(v -> Set.copyOf(v.keys()))
            .orElseGet(Set::of),
        config.map(c -> c.texts("Labels")).orElseGet(Map::of),
        config.flatMap(c -> c.text("StopSignal")).filter(s -> !s.isEmpty()),
        rootfs.strings("diff_ids", MAX_LIST).stream().map(Digest::parse).toList(),
        Optional.empty());
  }

  /**
   * Reads a container image's configuration and checks that it describes as many layers as the
   * manifest has.
   *
   * @throws io.crij.operations.failure.InvalidArgument when not
   */
  public static ImageConfig parse(ImageManifest manifest, byte[] raw) {
    ImageConfig config = parse(manifest.config().digest(), raw);
    int layers = manifest.layers().size();
    int diffIds = config.diffIds().size();
    if (layers != diffIds) {
      throw ManifestParser.malformed(
          "the manifest has " + layers + " layers but its config has " + diffIds + " diff_ids");
    }
    return config;
  }

  /** As {@link #parse(ImageManifest, byte[])}, and what stands for it when it is an artifact. */
  public static ImageConfig parseAny(ImageManifest manifest, Digest manifestDigest, byte[] raw) {
    return manifest.isArtifact()
        ? ImageConfig.ofArtifact(manifestDigest, raw, manifest)
        : parse(manifest, raw);
  }
}
