package io.crij.image.reference;

import java.util.List;
import java.util.Optional;

/**
 * What an image runs on (OCI image-spec, image-index.md, "platform"), in Go's names: {@code
 * linux/amd64}, {@code linux/arm/v7}.
 */
public record Platform(String os, String architecture, Optional<String> variant) {

  /** This machine; of x86-64 with the newest level that its processor has. */
  public static Platform host() {
    Platform baseline = of(System.getProperty("os.arch"));
    return baseline.architecture.equals("amd64")
        ? new Platform(baseline.os, baseline.architecture, CpuLevel.ofThisMachine())
        : baseline;
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
    int position = runnableVariants().indexOf(offered.variant.orElse(usualVariant()));
    return position < 0 ? Optional.empty() : Optional.of(position);
  }

  /** What an image is for that names none. */
  private String usualVariant() {
    return switch (architecture) {
      case "arm" -> "v7";
      case "arm64" -> "v8";
      case "amd64" -> "v1";
      default -> "";
    };
  }

  /** Newest first. */
  private List<String> runnableVariants() {
    List<String> all =
        switch (architecture) {
          case "arm" -> List.of("v7", "v6", "v5");
          case "arm64" -> List.of("v8");
          case "amd64" -> List.of("v4", "v3", "v2", "v1");
          default -> variant.map(own -> List.of(own, "")).orElse(List.of(""));
        };
    int newest = all.indexOf(variant.orElse(usualVariant()));
    return newest < 0 ? all : all.subList(newest, all.size());
  }

  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
  }
}
