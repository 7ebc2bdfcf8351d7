package io.crij.deploy.config;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A TOML boolean. */
record FlagType() implements ValueType<Boolean> {
  @Override
  public String describe() {
    return "true or false";
  }

  @Override
  public Boolean fromToml(JsonNode node) {
    if (!node.isBoolean()) {
      throw new BadValue("must be true or false, not " + TomlText.shown(node));
    }
    return node.booleanValue();
  }

  @Override
  public Boolean fromFlag(List<String> words) {
    return switch (words.getLast()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new BadValue("must be true or false, not '" + words.getLast() + "'");
    };
  }

  @Override
  public String toToml(Boolean value) {
    return value.toString();
  }
}
