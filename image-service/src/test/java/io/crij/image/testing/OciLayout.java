package io.crij.image.testing;

import io.crij.image.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An image in a directory (OCI image-spec, image-layout.md), as other tools read it. */
public final class OciLayout {
  private OciLayout() {}

  /** Writes the image under the tag {@code 1}. */
  public static void write(FakeImage image, Path directory) throws IOException {
    Path blobs = Files.createDirectories(directory.resolve("blobs/sha256"));
    for (byte[] blob : image.blobs()) {
      write(blobs, blob);
    }
    write(blobs, image.config());
    write(blobs, image.manifest());
    Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    String manifest = FakeImage.descriptor(FakeImage.MANIFEST_TYPE, image.manifest());
    Files.writeString(
        directory.resolve("index.json"),
        """
        {"schemaVersion":2,"manifests":[%s,"annotations":{"org.opencontainers.image.ref.name":"1"}}]}
        """
            .formatted(manifest.substring(0, manifest.lastIndexOf('}'))));
  }

  private static void write(Path blobs, byte[] content) throws IOException {
    Files.write(blobs.resolve(Digest.sha256(content).hex()), content);
  }
}
