package io.crij.deploy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where images come from and which are trusted. A file that is empty here is the standard one of
 * the containers tools, if it is there.
 */
public record ImageConfiguration(
    Optional<Path> signaturePolicy,
    Path signaturePolicyDir,
    Optional<Path> registriesConf,
    Optional<Path> authFile,
    int concurrentPulls,
    List<String> pinnedImages,
    RegistryConfiguration registries) {
  static ImageConfiguration of(Settings settings) {
    return new ImageConfiguration(
        settings.get(Keys.SIGNATURE_POLICY),
        settings.get(Keys.SIGNATURE_POLICY_DIR),
        settings.get(Keys.REGISTRIES_CONF),
        settings.get(Keys.GLOBAL_AUTH_FILE),
        settings.get(Keys.CONCURRENT_PULLS),
        settings.get(Keys.PINNED_IMAGES),
        RegistryConfiguration.of(settings));
  }
}
