package io.crij.deploy.config;

import java.util.ArrayList;
import java.util.List;

/** docs/configuration.md, made from the table of keys. */
public final class ConfigurationPage {
  private ConfigurationPage() {}

  public static String markdown() {
    StringBuilder page = new StringBuilder(head());
    String table = "";
    List<Key<?>> keys = new ArrayList<>(Keys.ALL);
    keys.addAll(new HandlerKeys("NAME").all());
    for (Key<?> key : keys) {
      if (!key.table().equals(table)) {
        table = key.table();
        page.append("\n## [").append(table).append("]\n\n");
        page.append("| key | value | default | flag | meaning |\n|---|---|---|---|---|\n");
      }
      page.append(row(key)).append('\n');
    }
    return page.append(tail()).toString();
  }

  private static <T> String row(Key<T> key) {
    String flag = key.flag().map(name -> "`" + name + "`").orElse("");
    String standard = "`" + key.type().toToml(key.standard()) + "`";
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(key.leaf(), key.type().describe(), standard, flag, key.meaning());
  }

  private static String head() {
    return """
    # Configuration

    Read in this order, later beats earlier, key by key:

    1. the main file, `%1$s`, or the one that `--config FILE` names;
    2. the files `*.toml` of `%1$s.d` in lexical order, or of the directory that `--config-dir DIR` names
       (with `--config FILE`, the drop-ins are those of `FILE.d`);
    3. flags of `crij serve`.

    A file that a flag names must exist; the standard ones need not. An unknown key, a value of the wrong type and a key
    given twice are errors that name the file and the key. `crij config` takes the same flags and prints what is in
    effect, each value with where it comes from. Keys have the names that CRI-O gives them wherever they mean the same.

    Durations are written `30s`, `500ms` or `1m30s`. A flag for a list takes words with commas between them, and may be repeated.
    """
        .formatted(ConfigSources.STANDARD);
  }

  private static String tail() {
    return """

    `NAME` is the handler that a RuntimeClass asks for: small letters, digits and `-`. The handlers `%s` exist without being
    configured; they are usable where their program is installed and works on this node. Any other handler needs its table.
    """
        .formatted(String.join("` and `", HandlerKeys.STANDARD));
  }
}
