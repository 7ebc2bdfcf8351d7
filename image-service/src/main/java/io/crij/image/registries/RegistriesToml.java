package io.crij.image.registries;

import io.crij.image.reference.ImageReference;
import io.crij.image.reference.ShortName;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads one file in the form of containers-registries.conf(5), version 2. */
final class RegistriesToml {
  private static final String MIRROR_BY_DIGEST_ONLY = "mirror-by-digest-only";
  private static final String SEARCH = "unqualified-search-registries";
  private static final String ALIASES = "aliases";
  private static final String MODE = "short-name-mode";
  private static final String CREDENTIAL_HELPERS = "credential-helpers";
  private static final Set<String> TOP =
      Set.of(
          SEARCH,
          "registry",
          MODE,
          ALIASES,
          CREDENTIAL_HELPERS,
          // For stores of layers that others fill, which a daemon with its own images has not.
          "additional-layer-store-auth-helper");
  private static final Set<String> REGISTRY =
      Set.of("prefix", "location", "insecure", "blocked", MIRROR_BY_DIGEST_ONLY, "mirror");
  private static final Set<String> MIRROR = Set.of("location", "insecure", "pull-from-mirror");

  private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final Path file;
  private final Consumer<String> warnings;

  RegistriesToml(Path file, Consumer<String> warnings) {
    this.file = file;
    this.warnings = warnings;
  }

  /**
   * What one file says.
   *
   * @param searchRegistries empty when the file does not set the key, as with the others
   * @param aliases full names by short names; an empty one takes the alias of earlier files away
   */
  record Content(
      Optional<List<String>> searchRegistries,
      List<RegistryRule> rules,
      Map<String, String> aliases,
      Optional<ShortNameMode> mode,
      Optional<List<String>> credentialHelpers) {}

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
    return new Content(
        strings(root, SEARCH).map(this::locations),
        List.copyOf(rules),
        aliases(root),
        mode(root),
        strings(root, CREDENTIAL_HELPERS).map(this::helpers));
  }

  private Optional<ShortNameMode> mode(JsonNode root) {
    if (!root.has(MODE)) {
      return Optional.empty();
    }
    return Optional.of(
        ShortNameMode.of(text(root, MODE))
            .orElseThrow(() -> wrong(MODE, "must be enforcing, permissive or disabled")));
  }

  private Map<String, String> aliases(JsonNode root) {
    JsonNode table = root.get(ALIASES);
    if (table == null) {
      return Map.of();
    }
    if (!table.isObject()) {
      throw wrong(ALIASES, "must be a table");
    }
    Map<String, String> aliases = new LinkedHashMap<>();
    for (String name : table.propertyNames()) {
      String value = text(table, name);
      boolean good = isShort(name) && (value.isEmpty() || isFull(value));
      if (!good) {
        throw wrong(
            ALIASES,
            "must give full names, without tag and digest, to short ones: "
                + PlainText.of(name, 80)
                + " = "
                + PlainText.of(value, 80));
      }
      aliases.put(name, value);
    }
    return aliases;
  }

  private static boolean isShort(String name) {
    try {
      return ShortName.of(name).filter(found -> found.selector().isEmpty()).isPresent();
    } catch (InvalidArgument e) {
      return false;
    }
  }

  private static boolean isFull(String name) {
    try {
      ImageReference reference = ImageReference.parse(name);
      return ShortName.isFull(name)
          && reference.toString().equals(reference.name() + ":latest")
          && !name.endsWith(":latest");
    } catch (InvalidArgument e) {
      return false;
    }
  }

  private List<String> helpers(List<String> names) {
    for (String name : names) {
      if (!HELPER.matcher(name).matches()) {
        throw wrong(
            CREDENTIAL_HELPERS, "must hold names of helpers, not " + PlainText.of(name, 80));
      }
    }
    return names;
  }

  private List<String> locations(List<String> texts) {
    try {
      return texts.stream().map(text -> new RegistryLocation(text).text()).toList();
    } catch (InvalidArgument e) {
      throw wrong(SEARCH, "is wrong: " + e.what());
    }
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

  private Optional<List<String>> strings(JsonNode table, String key) {
    JsonNode value = table.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isArray()) {
      throw wrong(key, "must be an array");
    }
    List<String> strings = new ArrayList<>();
    for (JsonNode item : value) {
      if (!item.isString()) {
        throw wrong(key, "must hold strings");
      }
      strings.add(item.stringValue());
    }
    return Optional.of(List.copyOf(strings));
  }

  private void warnUnknown(String where, JsonNode table, Set<String> known) {
    for (String key : table.propertyNames()) {
      if (!known.contains(key)) {
        warnings.accept(file + ": unknown key " + where + PlainText.of(key, 80) + " is ignored");
      }
    }
  }

  private InvalidArgument wrong(String key, String why) {
    return new InvalidArgument(file + ": " + key + " " + why, "Correct the file.");
  }
}
