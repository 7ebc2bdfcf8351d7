package io.crij.deploy.config;

import tools.jackson.databind.JsonNode;

/** Values as they stand in TOML, and as a sentence shows them. */
final class TomlText {
  private static final int SHOWN = 60;
  private static final int DELETE = 0x7f;

  private TomlText() {}

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (c < ' ' || c == DELETE) {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /** A value of a file in a message: short, in one line. */
  static String shown(JsonNode node) {
    if (node.isObject()) {
      return "a table";
    }
    String text = node.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
