package io.crij.deploy.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A TOML array; as a flag, words with commas between them, and the flag may be repeated. */
record ListType<T>(TextType<T> item) implements ValueType<List<T>> {
  @Override
  public String describe() {
    return "list of " + item.describe() + "s";
  }

  @Override
  public List<T> fromToml(JsonNode node) {
    if (!node.isArray()) {
      throw new BadValue("must be a " + describe() + ", not " + TomlText.shown(node));
    }
    List<T> values = new ArrayList<>();
    node.forEach(element -> values.add(item.fromToml(element)));
    return List.copyOf(values);
  }

  @Override
  public List<T> fromFlag(List<String> words) {
    return words.stream()
        .flatMap(word -> Arrays.stream(word.split(",", -1)))
        .map(item.parse())
        .toList();
  }

  @Override
  public String toToml(List<T> values) {
    return values.stream().map(item::toToml).collect(Collectors.joining(", ", "[", "]"));
  }
}
