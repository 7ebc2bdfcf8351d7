package io.crij.cni;

import io.crij.operations.failure.PlainText;
import java.util.regex.Pattern;

/**
 * Name of a plugin program: one file name and nothing else, so that a configuration cannot start a
 * program outside the plugin directories (CVE-2021-20206).
 */
record PluginType(String name) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  PluginType {
    if (!ALLOWED.matcher(name).matches()) {
      throw new IllegalArgumentException(name);
    }
  }

  static PluginType parse(String text, String field) throws ConfigRejected {
    if (!ALLOWED.matcher(text).matches()) {
      throw new ConfigRejected(
          field
              + " '"
              + PlainText.of(text)
              + "' is not a plugin name (letters, digits, '.', '_', '-' only)");
    }
    return new PluginType(text);
  }
}
