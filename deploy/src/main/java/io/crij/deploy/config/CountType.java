package io.crij.deploy.config;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A TOML integer between two bounds, both included. */
record CountType(int least, int most) implements ValueType<Integer> {
  @Override
  public String describe() {
    return "number from " + least + " to " + most;
  }

  @Override
  public Integer fromToml(JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw bad(TomlText.shown(node));
    }
    return checked(node.intValue());
  }

  @Override
  public Integer fromFlag(List<String> words) {
    try {
      return checked(Integer.parseInt(words.getLast()));
    } catch (NumberFormatException notNumber) {
      throw bad("'" + words.getLast() + "'");
    }
  }

  @Override
  public String toToml(Integer value) {
    return value.toString();
  }

  private int checked(int value) {
    if (value < least || value > most) {
      throw bad(Integer.toString(value));
    }
    return value;
  }

  private BadValue bad(String shown) {
    return new BadValue("must be a " + describe() + ", not " + shown);
  }
}
