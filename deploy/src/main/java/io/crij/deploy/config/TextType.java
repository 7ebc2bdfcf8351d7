package io.crij.deploy.config;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A value that is written as a TOML string, and as one word of a flag. */
record TextType<T>(String describe, Function<String, T> parse, Function<T, String> print)
    implements ValueType<T> {
  @Override
  public T fromToml(JsonNode node) {
    if (!node.isString()) {
      throw new BadValue("must be a string (" + describe + "), not " + TomlText.shown(node));
    }
    return parse.apply(node.stringValue());
  }

  @Override
  public T fromFlag(List<String> words) {
    return parse.apply(words.getLast());
  }

  @Override
  public String toToml(T value) {
    return TomlText.quoted(print.apply(value));
  }
}
