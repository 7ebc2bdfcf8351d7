package io.crij.runtime.spec;

import io.crij.image.manifest.ImageConfig;
import io.crij.image.reference.Digest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Configurations of images as their authors wrote them. */
final class TestImages {
  private TestImages() {}

  static ImageConfig plain() {
    return with(List.of("/entry"), List.of("cmd"), List.of("A=1"), "", "", Optional.empty());
  }

  static ImageConfig withUser(String user) {
    return with(List.of("/entry"), List.of(), List.of(), user, "", Optional.empty());
  }

  static ImageConfig with(
      List<String> entrypoint,
      List<String> cmd,
      List<String> env,
      String user,
      String workingDir,
      Optional<String> stopSignal) {
    return new ImageConfig(
        Digest.parse("sha256:" + "0".repeat(64)),
        ByteBuffer.allocate(0),
        "linux",
        "amd64",
        entrypoint,
        cmd,
        env,
        user,
        workingDir,
        Set.of("/../../etc"),
        Map.of("containerd.io/restart.loguri", "binary:///canary"),
        stopSignal,
        List.of(),
        Optional.empty());
  }
}
