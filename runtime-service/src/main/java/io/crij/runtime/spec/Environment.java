package io.crij.runtime.spec;

import com.google.protobuf.ByteString;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.KeyValue;
import io.crij.operations.failure.InvalidArgument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment: defaults, then the image's variables, then the request's, the later of one name
 * winning. Names and values are never joined with anything but the '='.
 */
final class Environment {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final int MOST_BYTES = 2 * 1024 * 1024;
  private static final Pattern HOME = Pattern.compile("[^\\p{Cntrl}:]*");

  private Environment() {}

  static List<String> of(
      ContainerConfig config, List<String> imageEnv, String hostname, String home) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", PATH);
    if (config.getTty()) {
      variables.put("TERM", "xterm");
    }
    variables.put("HOME", home);
    imageEnv.forEach(entry -> putImageEntry(variables, entry));
    if (!hostname.isEmpty()) {
      variables.put("HOSTNAME", hostname);
    }
    for (int i = 0; i < config.getEnvsCount(); i++) {
      putRequested(variables, "envs[" + i + "]", config.getEnvs(i));
    }
    List<String> result =
        variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    long bytes = result.stream().mapToLong(String::length).sum();
    if (bytes > MOST_BYTES) {
      throw new InvalidArgument(
          "the environment has " + bytes + " bytes", "Shorten it to " + MOST_BYTES + " bytes.");
    }
    return result;
  }

  /** An entry without a name or a '=' sets nothing, as in any other process. */
  private static void putImageEntry(Map<String, String> variables, String entry) {
    int equals = new Field("environment of the image:", entry).text().indexOf('=');
    if (equals > 0) {
      put(variables, "HOME of the image:", entry.substring(0, equals), entry.substring(equals + 1));
    }
  }

  private static void putRequested(Map<String, String> variables, String field, KeyValue entry) {
    Field name = new Field(field + ".key", entry.getKey());
    if (name.value().isEmpty() || name.text().indexOf('=') >= 0) {
      throw name.wrong("cannot name a variable", "Give a name without '='.");
    }
    ByteString bytes = entry.getValue();
    if (!bytes.isValidUtf8()) {
      // config.json is JSON, which has no other text.
      throw name.wrong("has a value that is not UTF-8", "Encode the value, for example in base64.");
    }
    String value = new Field(field + ".value", bytes.toStringUtf8()).text();
    put(variables, field + ".value", name.value(), value);
  }

  /** A home directory may end up in files of lines and colons, such as passwd. */
  private static void put(Map<String, String> variables, String field, String name, String value) {
    if (name.equals("HOME") && !HOME.matcher(value).matches()) {
      throw new Field(field, value)
          .wrong("cannot be a home directory", "Give a path without control characters and ':'.");
    }
    variables.put(name, value);
  }
}
