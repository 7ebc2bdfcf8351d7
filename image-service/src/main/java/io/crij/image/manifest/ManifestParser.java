package io.crij.image.manifest;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a registry answers to a manifest request. The kind is decided by the body alone, and a
 * body that could be read as two kinds is refused, so that a digest fixes the meaning.
 */
public final class ManifestParser {
  /** Most bytes of an index or a manifest. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  /** The values of the Accept header of a manifest request. */
  public static final List<String> ACCEPTED = MediaType.ACCEPTED;

  private static final int MAX_ENTRIES = 10_000;

  private ManifestParser() {}

  /**
   * Reads an index or a manifest and checks the type of every layer. A manifest whose config is not
   * one of a container image describes an artifact.
   *
   * @param contentType of the HTTP answer, without parameters; empty when there was none
   * @param expectedType of the descriptor that led here; empty for the first request
   * @throws io.crij.operations.failure.Failure InvalidArgument when it is malformed or ambiguous,
   *     FailedPrecondition when it is of a kind that CRI-J does not run
   */
  public static ManifestDocument parse(
      byte[] body, String contentType, Optional<String> expectedType) {
    if (MediaType.SCHEMA_1.contains(contentType)) {
      throw schema1();
    }
    JsonFields document = JsonFields.parse("manifest", body, MAX_BYTES);
    long schema = document.number("schemaVersion").orElse(0L);
    if (schema == 1) {
      throw schema1();
    }
    if (schema != 2) {
      throw document.wrong("schemaVersion is " + schema + " and not 2");
    }
    if (document.has("blobs") && !document.has("layers")) {
      throw new FailedPrecondition(
          "it is an artifact manifest of a draft of OCI 1.1 that was withdrawn",
          "Push the artifact again with a current tool.");
    }
    boolean index = document.has("manifests");
    if (index == (document.has("layers") || document.has("config"))) {
      throw document.wrong("it must have either manifests, or config and layers");
    }
    String mediaType = mediaType(document, index, contentType, expectedType);
    return index ? readIndex(document, mediaType) : readManifest(document, mediaType);
  }

  private static String mediaType(
      JsonFields document, boolean index, String contentType, Optional<String> expectedType) {
    Set<String> possible = index ? MediaType.INDEXES : MediaType.MANIFESTS;
    String own = document.text("mediaType").orElse("");
    String header = MediaType.VAGUE.contains(contentType) ? "" : contentType;
    String known = "";
    for (String type : List.of(own, header, expectedType.orElse(""))) {
      if (type.isEmpty()) {
        continue;
      }
      if (!possible.contains(type)) {
        throw document.wrong(
            "it is "
                + (index ? "an index" : "a manifest")
                + " by its fields but "
                + PlainText.of(type, 120)
                + " by its media type");
      }
      if (!known.isEmpty() && !known.equals(type)) {
        throw document.wrong("it has two media types, " + known + " and " + type);
      }
      known = type;
    }
    if (known.isEmpty()) {
      return index ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
    }
    return known;
  }

  private static ImageIndex readIndex(JsonFields document, String mediaType) {
    return new ImageIndex(
        mediaType,
        document.objects("manifests", MAX_ENTRIES).stream()
            .map(DescriptorReader::manifest)
            .toList());
  }

  private static ImageManifest readManifest(JsonFields document, String mediaType) {
    Descriptor config = DescriptorReader.content(document.object("config"));
    List<Descriptor> layers =
        document.objects("layers", MAX_ENTRIES).stream().map(DescriptorReader::content).toList();
    if (MediaType.CONFIGS.contains(config.mediaType())) {
      layers.forEach(Descriptor::compression);
      return new ImageManifest(mediaType, config, layers, Optional.empty());
    }
    String type =
        document.text("artifactType").filter(text -> !text.isEmpty()).orElse(config.mediaType());
    return new ImageManifest(mediaType, config, layers, Optional.of(type));
  }

  private static RuntimeException schema1() {
    return new FailedPrecondition(
        "the registry answers with a Docker schema 1 manifest",
        "Schema 1 is obsolete and unsafe: push the image again with a current docker or buildah.");
  }

  static InvalidArgument malformed(String what) {
    return new InvalidArgument(what, "The image is broken at its source: build and push it again.");
  }
}
