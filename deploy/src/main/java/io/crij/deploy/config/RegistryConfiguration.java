package io.crij.deploy.config;

import io.crij.image.registries.ShortNameMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How registries are reached.
 *
 * @param progressTimeout zero: none
 * @param blobParts of one big layer at one time
 */
public record RegistryConfiguration(
    Optional<ShortNameMode> shortNameMode,
    List<Path> directories,
    List<String> tokenServers,
    Duration progressTimeout,
    int concurrentDownloads,
    int downloadsPerRegistry,
    int blobParts) {
  static RegistryConfiguration of(Settings settings) {
    return new RegistryConfiguration(
        settings.get(RegistryKeys.SHORT_NAME_MODE),
        settings.get(RegistryKeys.REGISTRY_DIRS),
        settings.get(RegistryKeys.TOKEN_SERVERS),
        settings.get(RegistryKeys.PULL_PROGRESS_TIMEOUT),
        settings.get(RegistryKeys.CONCURRENT_DOWNLOADS),
        settings.get(RegistryKeys.REGISTRY_DOWNLOADS),
        settings.get(RegistryKeys.BLOB_PARTS));
  }
}
