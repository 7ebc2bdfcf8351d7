package io.crij.image.reference;

import java.util.List;
import java.util.Optional;

/**
 * What an image runs on (OCI image-spec, image-index.md, "platform"), in Go's names: {@code
 * linux/amd64}, {@code linux/arm/v7}.
 */
public record Platform(String os, String architecture, Optional<String> variant) {

  public static Platform host() {
    return of(System.getProperty("os.arch"));
  }

  static Platform of(String javaArchitecture) {
    return switch (javaArchitecture) {
      case "amd64", "x86_64" -> linux("amd64");
      case "aarch64" -> new Platform("linux", "arm64", Optional.of("v8"));
      case "arm" -> new Platform("linux", "arm", Optional.of("v7"));
      default -> linux(javaArchitecture);
    };
  }

  private static Platform linux(String architecture) {
    return new Platform("linux", architecture, Optional.empty());
  }

  /**
   * How well an image for {@code offered} runs here; smaller is better, empty is not at all. A host
   * runs older variants of its architecture, newest first.
   */
  public Optional<Integer> rank(Platform offered) {
    if (!os.equals(offered.os) || !architecture.equals(offered.architecture)) {
      return Optional.empty();
    }
    // Without a variant an image is for the architecture's baseline.
    if (offered.variant.isEmpty()) {
      return Optional.of(0);
    }
    int position = runnableVariants().indexOf(offered.variant.get());
    return position < 0 ? Optional.empty() : Optional.of(position + 1);
  }

  private List<String> runnableVariants() {
    return switch (architecture) {
      case "arm" -> List.of("v7", "v6", "v5");
      case "arm64" -> List.of("v8");
      // The host's micro-architecture level is not looked up: the baseline runs everywhere.
      case "amd64" -> List.of("v1");
      default -> variant.map(List::of).orElse(List.of());
    };
  }

  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
  }
}
