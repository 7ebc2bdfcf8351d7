package io.crij.image.testing;

import io.crij.image.reference.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An artifact as a current tool pushes it: an empty config, and a blob for each file. */
public record FakeArtifact(List<byte[]> blobs, byte[] manifest) {
  public static final byte[] CONFIG = FakeImage.utf8("{}");
  public static final String TYPE = "application/vnd.example.model";

  /** A file of an artifact; without a title it is only a blob. */
  public record File(String title, byte[] content) {
    public static File of(String title, String content) {
      return new File(title, FakeImage.utf8(content));
    }
  }

  public static FakeArtifact of(File... files) {
    List<byte[]> blobs = new ArrayList<>();
    for (File file : files) {
      blobs.add(file.content());
    }
    String layers =
        List.of(files).stream().map(FakeArtifact::layer).collect(Collectors.joining(","));
    byte[] manifest =
        FakeImage.utf8(
            """
            {"schemaVersion":2,"mediaType":"%s","artifactType":"%s","config":%s,"layers":[%s]}\
            """
                .formatted(
                    FakeImage.MANIFEST_TYPE,
                    TYPE,
                    FakeImage.descriptor("application/vnd.oci.empty.v1+json", CONFIG),
                    layers));
    return new FakeArtifact(List.copyOf(blobs), manifest);
  }

  private static String layer(File file) {
    String descriptor = FakeImage.descriptor("application/octet-stream", file.content());
    return file.title().isEmpty()
        ? descriptor
        : descriptor.replaceFirst(
            "}$",
            ",\"annotations\":{\"org.opencontainers.image.title\":\"" + file.title() + "\"}}");
  }

  /** The artifact's id. */
  public Digest id() {
    return Digest.sha256(manifest);
  }

  public Digest blob(int index) {
    return Digest.sha256(blobs.get(index));
  }

  public void serve(FakeRegistry registry, String repository, String tag) {
    registry.blob(repository, CONFIG);
    blobs.forEach(blob -> registry.blob(repository, blob));
    registry.manifest(repository, tag, FakeImage.MANIFEST_TYPE, manifest);
  }

  public void push(DockerRegistry registry, String repository, String tag)
      throws IOException, InterruptedException {
    registry.pushBlob(repository, CONFIG);
    for (byte[] blob : blobs) {
      registry.pushBlob(repository, blob);
    }
    registry.pushManifest(repository, tag, FakeImage.MANIFEST_TYPE, manifest);
  }
}
