package io.crij.image.registries;

import io.crij.operations.failure.InvalidArgument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads one file in the form of containers-registries.conf(5), version 2. */
final class RegistriesToml {
  private static final String MIRROR_BY_DIGEST_ONLY = "mirror-by-digest-only";
  private static final Set<String> TOP =
      Set.of(
          "unqualified-search-registries",
          "registry",
          "short-name-mode",
          "aliases",
          "credential-helpers");
  private static final Set<String> REGISTRY =
      Set.of("prefix", "location", "insecure", "blocked", MIRROR_BY_DIGEST_ONLY, "mirror");
  private static final Set<String> MIRROR = Set.of("location", "insecure", "pull-from-mirror");

  private final Path file;
  private final Consumer<String> warnings;

  RegistriesToml(Path file, Consumer<String> warnings) {
    this.file = file;
    this.warnings = warnings;
  }

  /**
   * What one file says.
   *
   * @param searchRegistries empty when the file does not set the key
   */
  record Content(Optional<List<String>> searchRegistries, List<RegistryRule> rules) {}

  /**
   * Parses the text; unknown keys become warnings.
   *
   * @throws InvalidArgument naming file and key when it is malformed
   */
  Content parse(String text) {
    JsonNode root;
    try {
      root = TomlMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new InvalidArgument(file + " is not valid TOML", "Correct the file.", e);
    }
    if (root.has("registries")) {
      throw wrong("[registries]", "is version 1 of the format; write [[registry]] tables");
    }
    warnUnknown("", root, TOP);
    List<RegistryRule> rules = new ArrayList<>();
    for (JsonNode registry : tables(root, "registry")) {
      rules.add(rule(registry));
    }
    JsonNode search = root.get("unqualified-search-registries");
    return new Content(
        search == null ? Optional.empty() : Optional.of(strings(search)), List.copyOf(rules));
  }

  private RegistryRule rule(JsonNode table) {
    warnUnknown("registry.", table, REGISTRY);
    Optional<RegistryLocation> location = location(table, "location");
    Optional<RegistryLocation> prefix = location(table, "prefix").or(() -> location);
    if (prefix.isEmpty()) {
      throw wrong("[[registry]]", "has neither prefix nor location");
    }
    PullFromMirror usual =
        flag(table, MIRROR_BY_DIGEST_ONLY) ? PullFromMirror.DIGEST_ONLY : PullFromMirror.ALL;
    List<Mirror> mirrors = new ArrayList<>();
    for (JsonNode mirror : tables(table, "mirror")) {
      mirrors.add(mirror(mirror, usual));
    }
    boolean insecure = flag(table, "insecure");
    boolean blocked = flag(table, "blocked");
    return new RegistryRule(prefix.get(), location, insecure, blocked, mirrors, file);
  }

  private Mirror mirror(JsonNode table, PullFromMirror usual) {
    warnUnknown("registry.mirror.", table, MIRROR);
    RegistryLocation location =
        location(table, "location")
            .orElseThrow(() -> wrong("[[registry.mirror]]", "has no location"));
    PullFromMirror serves = usual;
    if (table.has("pull-from-mirror")) {
      String value = text(table, "pull-from-mirror");
      serves =
          PullFromMirror.of(value)
              .orElseThrow(() -> wrong("pull-from-mirror", "must be all, digest-only or tag-only"));
    }
    return new Mirror(location, flag(table, "insecure"), serves);
  }

  private Optional<RegistryLocation> location(JsonNode table, String key) {
    if (!table.has(key) || text(table, key).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RegistryLocation(text(table, key)));
    } catch (InvalidArgument e) {
      throw wrong(key, "is wrong: " + e.what());
    }
  }

  private String text(JsonNode table, String key) {
    JsonNode value = table.get(key);
    if (!value.isString()) {
      throw wrong(key, "must be a string");
    }
    return value.stringValue();
  }

  private boolean flag(JsonNode table, String key) {
    JsonNode value = table.get(key);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrong(key, "must be true or false");
    }
    return value.booleanValue();
  }

  private List<JsonNode> tables(JsonNode parent, String key) {
    JsonNode value = parent.get(key);
    if (value == null) {
      return List.of();
    }
    List<JsonNode> tables = new ArrayList<>();
    value.forEach(tables::add);
    if (!value.isArray() || !tables.stream().allMatch(JsonNode::isObject)) {
      throw wrong(key, "must be written as [[...]] tables");
    }
    return tables;
  }

  private List<String> strings(JsonNode value) {
    List<String> strings = new ArrayList<>();
    if (!value.isArray()) {
      throw wrong("unqualified-search-registries", "must be an array");
    }
    for (JsonNode item : value) {
      if (!item.isString()) {
        throw wrong("unqualified-search-registries", "must hold strings");
      }
      strings.add(new RegistryLocation(item.stringValue()).text());
    }
    return List.copyOf(strings);
  }

  private void warnUnknown(String where, JsonNode table, Set<String> known) {
    for (String key : table.propertyNames()) {
      if (!known.contains(key)) {
        warnings.accept(file + ": unknown key " + where + key + " is ignored");
      }
    }
  }

  private InvalidArgument wrong(String key, String why) {
    return new InvalidArgument(file + ": " + key + " " + why, "Correct the file.");
  }
}
