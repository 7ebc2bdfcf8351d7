package io.crij.deploy.config;

import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** One TOML file, read into settings key by key; the first fault ends the reading. */
final class ConfigFile {
  private static final long MAX_BYTES = 1024 * 1024;
  private static final int MAX_NAME = 100;
  private static final String ADVICE = "Correct the file";

  private final Path file;
  private final Settings settings;

  private ConfigFile(Path file, Settings settings) {
    this.file = file;
    this.settings = settings;
  }

  /**
   * Adds what the file sets.
   *
   * @throws InvalidArgument naming the file and the key
   */
  static void read(Path file, Settings settings) {
    new ConfigFile(file, settings).table("", parse(file));
  }

  private static JsonNode parse(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidArgument(file + " has more than " + MAX_BYTES + " bytes", ADVICE);
      }
      return TomlMapper.shared().readTree(Files.readString(file));
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new InvalidArgument(
          file + (line > 0 ? ":" + line : "") + ": " + firstLine(e.getOriginalMessage()), ADVICE);
    } catch (NoSuchFileException missing) {
      throw new InvalidArgument(
          "the configuration file " + file + " does not exist", "Make it or name another one");
    } catch (IOException e) {
      throw new InvalidArgument(file + " cannot be read", "Make it readable, in UTF-8", e);
    }
  }

  private static String firstLine(String message) {
    return message == null ? "no valid TOML" : message.lines().findFirst().orElse("no valid TOML");
  }

  private void table(String prefix, JsonNode table) {
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      String name = prefix + entry.getKey();
      Optional<Key<?>> key = find(name);
      if (key.isPresent()) {
        set(key.get(), entry.getValue());
      } else if (isTable(name)) {
        if (!entry.getValue().isObject()) {
          throw wrong(name, "is a table, [" + name + "], and has no value of its own");
        }
        handler(name);
        table(name + ".", entry.getValue());
      } else {
        throw unknown(name);
      }
    }
  }

  private <T> void set(Key<T> key, JsonNode value) {
    try {
      settings.set(key, key.type().fromToml(value), new Origin.File(file));
    } catch (BadValue bad) {
      throw wrong(key.name(), bad.getMessage());
    }
  }

  private void handler(String name) {
    if (name.startsWith(HandlerKeys.TABLE + ".")) {
      String handler = name.substring(HandlerKeys.TABLE.length() + 1);
      if (!HandlerKeys.isHandlerName(handler)) {
        throw wrong(
            name, "is no name of a runtime handler: use small letters, digits and '-' inside");
      }
      settings.addHandler(handler);
    }
  }

  private static Optional<Key<?>> find(String name) {
    for (Key<?> key : candidates(name)) {
      if (key.name().equals(name)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  private static boolean isTable(String name) {
    int parent = name.lastIndexOf('.');
    return candidates(name).stream().anyMatch(key -> key.name().startsWith(name + "."))
        || (parent > 0 && name.substring(0, parent).equals(HandlerKeys.TABLE));
  }

  /** All keys, with those of the handler that the name belongs to, or of one called NAME. */
  private static List<Key<?>> candidates(String name) {
    List<Key<?>> keys = new ArrayList<>(Keys.ALL);
    String handler = "NAME";
    if (name.startsWith(HandlerKeys.TABLE + ".")) {
      handler = name.substring(HandlerKeys.TABLE.length() + 1).replaceFirst("\\..*", "");
    }
    keys.addAll(new HandlerKeys(handler).all());
    return keys;
  }

  private InvalidArgument unknown(String name) {
    String shown = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "...";
    String nearest = NearestKey.to(shown, candidates(name).stream().map(Key::name).toList());
    return new InvalidArgument(
        file + ": unknown key " + shown, "The nearest known key is " + nearest);
  }

  private InvalidArgument wrong(String name, String why) {
    return new InvalidArgument(file + ": " + name + " " + why, ADVICE);
  }
}
