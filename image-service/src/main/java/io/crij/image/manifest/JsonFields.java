package io.crij.image.manifest;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import io.crij.operations.record.Json;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The fields of one JSON object of an untrusted document, each of the expected type or refused. */
final class JsonFields {
  private final String path;
  private final JsonNode node;

  private JsonFields(String path, JsonNode node) {
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw ManifestParser.malformed(path + " is not a JSON object");
    }
  }

  /** Parses a whole document; duplicate keys, deep nesting and trailing data are refused. */
  static JsonFields parse(String name, byte[] body, int maxBytes) {
    JsonNode root;
    try {
      root = Json.readBounded(new ByteArrayInputStream(body), maxBytes);
    } catch (Exception e) {
      throw new InvalidArgument(
          "the " + name + " is not valid JSON",
          "The image is broken at its source: build and push it again.",
          e);
    }
    return new JsonFields("the " + name, root);
  }

  boolean has(String field) {
    return node.has(field);
  }

  Optional<String> text(String field) {
    return present(field)
        .map(
            value -> {
              if (!value.isString()) {
                throw wrong(field + " is not a string");
              }
              return value.stringValue();
            });
  }

  Optional<Long> number(String field) {
    return present(field)
        .map(
            value -> {
              if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw wrong(field + " is not a whole number");
              }
              return value.longValue();
            });
  }

  JsonFields object(String field) {
    return optionalObject(field).orElseThrow(() -> missing(field));
  }

  Optional<JsonFields> optionalObject(String field) {
    return present(field).map(value -> new JsonFields(path + "." + field, value));
  }

  List<JsonFields> objects(String field, int most) {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode item : items(field, most)) {
      objects.add(new JsonFields(path + "." + field + "[" + objects.size() + "]", item));
    }
    return List.copyOf(objects);
  }

  List<String> strings(String field, int most) {
    List<String> strings = new ArrayList<>();
    for (JsonNode item : items(field, most)) {
      if (!item.isString()) {
        throw wrong(field + " has an element that is not a string");
      }
      strings.add(item.stringValue());
    }
    return List.copyOf(strings);
  }

  Map<String, String> texts(String field) {
    Map<String, String> texts = new LinkedHashMap<>();
    optionalObject(field)
        .ifPresent(
            object ->
                object
                    .keys()
                    .forEach(key -> object.text(key).ifPresent(value -> texts.put(key, value))));
    return texts;
  }

  List<String> keys() {
    return List.copyOf(node.propertyNames());
  }

  InvalidArgument missing(String field) {
    return wrong(field + " is missing");
  }

  InvalidArgument wrong(String why) {
    return ManifestParser.malformed(path + " is malformed: " + PlainText.of(why, 200));
  }

  private Optional<JsonNode> present(String field) {
    return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
  }

  private Iterable<JsonNode> items(String field, int most) {
    Optional<JsonNode> value = present(field);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray()) {
      throw wrong(field + " is not an array");
    }
    if (value.get().size() > most) {
      throw wrong(field + " has " + value.get().size() + " elements, more than " + most);
    }
    return value.get();
  }
}
