package io.crij.deploy.config;

/** The effective configuration as a TOML file, each value with a comment that tells its origin. */
public final class ConfigurationText {
  private ConfigurationText() {}

  public static String of(Settings settings) {
    StringBuilder text = new StringBuilder();
    String table = "";
    for (Key<?> key : settings.keys()) {
      if (!key.table().equals(table)) {
        table = key.table();
        text.append(text.isEmpty() ? "" : "\n").append('[').append(table).append("]\n");
      }
      text.append(line(key, settings)).append('\n');
    }
    return text.toString();
  }

  private static <T> String line(Key<T> key, Settings settings) {
    String value = key.type().toToml(settings.get(key));
    return key.leaf() + " = " + value + "  # " + oneLine(settings.origin(key).toString());
  }

  /** A file's name may hold anything, a comment only what is printable. */
  private static String oneLine(String origin) {
    return origin.replaceAll("\\p{Cntrl}", "?");
  }
}
