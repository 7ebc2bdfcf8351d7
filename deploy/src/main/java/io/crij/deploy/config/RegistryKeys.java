package io.crij.deploy.config;

import io.crij.image.registries.HostFolders;
import io.crij.image.registries.ShortNameMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys that say how registries are reached and how much of them at a time. */
final class RegistryKeys {
  static final Key<Optional<ShortNameMode>> SHORT_NAME_MODE =
      key(
          "crij.image.short_name_mode",
          ValueTypes.SHORT_NAME_MODE,
          Optional.empty(),
          "Whether a name without registry or alias may be looked for at several"
              + " unqualified-search-registries. enforcing: it is refused. Empty: registries.conf"
              + " says it, or else permissive.");
  static final Key<List<Path>> REGISTRY_DIRS =
      key(
          "crij.image.registry_dirs",
          ValueTypes.PATHS,
          HostFolders.USUAL,
          "Directories with a folder HOST[:PORT] for a registry: hosts.toml as containerd has it,"
              + " or certificates, containers-certs.d(5). The first folder for a host counts; read"
              + " at each pull.");
  static final Key<List<String>> TOKEN_SERVERS =
      key(
          "crij.image.token_servers",
          ValueTypes.HOSTS,
          List.of(),
          "Token servers that may see credentials although they are in another domain than the"
              + " registry that names them.");
  static final Key<Duration> PULL_PROGRESS_TIMEOUT =
      key(
          "crij.image.pull_progress_timeout",
          ValueTypes.DURATION_OR_OFF,
          Duration.ofSeconds(30),
          "How long next to nothing may come of a blob while one waits for it; unpacking takes its"
              + " time. What is missing is then asked for again. 0s: wait for ever.");
  static final Key<Integer> CONCURRENT_DOWNLOADS =
      key(
          "crij.image.concurrent_downloads",
          ValueTypes.count(1, 256),
          10,
          "Layers, or parts of them, downloaded at one time.");
  static final Key<Integer> REGISTRY_DOWNLOADS =
      key(
          "crij.image.concurrent_downloads_per_registry",
          ValueTypes.count(1, 256),
          6,
          "Those from one host.");
  static final Key<Integer> BLOB_PARTS =
      key(
          "crij.image.blob_parts",
          ValueTypes.count(1, 16),
          1,
          "Parts of 4 MiB of one layer that are downloaded at one time, where the layer has 16 MiB"
              + " and the registry gives parts; for registries that are slow on one connection. 1:"
              + " layers are downloaded whole.");

  static final List<Key<?>> ALL =
      List.of(
          SHORT_NAME_MODE,
          REGISTRY_DIRS,
          TOKEN_SERVERS,
          PULL_PROGRESS_TIMEOUT,
          CONCURRENT_DOWNLOADS,
          REGISTRY_DOWNLOADS,
          BLOB_PARTS);

  private RegistryKeys() {}

  private static <T> Key<T> key(String name, ValueType<T> type, T standard, String meaning) {
    return new Key<>(name, type, standard, Optional.empty(), meaning);
  }
}
