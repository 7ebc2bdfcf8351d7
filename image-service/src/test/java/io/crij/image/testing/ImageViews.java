package io.crij.image.testing;

import io.crij.image.ImageView;
import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageConfigParser;
import io.crij.image.reference.Digest;
import java.util.List;
import java.util.Set;

/** Images as a store would show them. */
public final class ImageViews {
  /** Of the manifest that each of them came with. */
  public static final Digest MANIFEST = Digest.parse("sha256:" + "5".repeat(64));

  private ImageViews() {}

  public static ImageView of(String user, List<String> repoTags, List<String> repoDigests) {
    byte[] raw =
        FakeImage.utf8(
            """
            {"config":{"User":"%s","Labels":{"tags":"%s"}},
             "rootfs":{"type":"layers","diff_ids":[]}}\
            """
                .formatted(user, repoTags));
    ImageConfig config = ImageConfigParser.parse(Digest.sha256(raw), raw);
    return new ImageView(
        config.id(), config, repoTags, repoDigests, Set.of(), MANIFEST, raw.length, false);
  }
}
