package io.crij.image.reference;

import io.crij.image.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Names of images, as pods and files have them. */
public final class ReferenceFuzz {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  private ReferenceFuzz() {}

  public static List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.ofText(
                "reference",
                List.of(
                    "busybox",
                    "library/busybox:1.36",
                    "docker.io/library/busybox@" + DIGEST,
                    "registry.k8s.io/e2e-test-images/agnhost:2.53",
                    "localhost:5000/a/b_c__d-e.f:t@" + DIGEST,
                    "[::1]:5000/x",
                    "Upper.Example.COM:65535/a",
                    "index.docker.io/x@sha512:" + "0".repeat(128)),
                "docker.io index.docker.io localhost :5000 : / @ sha256: sha512: [::1] .. __ - ."
                    + " latest 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                ReferenceFuzz::read)
            .withShare(70));
  }

  private static void read(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Digest.tryParse(text)
        .ifPresent(digest -> FuzzTarget.requireEqual(digest, Digest.parse(digest.toString())));
    ImageReference reference = ImageReference.parse(text);
    FuzzTarget.requireEqual(reference, ImageReference.parse(reference.toString()));
    Optional<ShortName> shortName = ShortName.of(text);
    if (shortName.isPresent()) {
      FuzzTarget.requireEqual(
          shortName.get().at("registry.example").selector(), reference.selector());
    }
    FuzzTarget.requirePlain(reference.toString());
  }
}
