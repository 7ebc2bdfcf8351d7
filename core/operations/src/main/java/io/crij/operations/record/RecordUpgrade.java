package io.crij.operations.record;

import tools.jackson.databind.JsonNode;

/** Turns the record of an older version into one of the current version. */
@FunctionalInterface
public interface RecordUpgrade {
  /** For records that had one version so far: an older one is unreadable. */
  RecordUpgrade NONE =
      (fromVersion, record) -> {
        throw new IllegalArgumentException("there is no upgrade from version " + fromVersion);
      };

  JsonNode upgrade(int fromVersion, JsonNode record);
}
