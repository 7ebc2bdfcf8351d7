package io.crij.runtime.spec;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * "includes" and "excludes" of a rule: it counts for containers with all of these capabilities, on
 * one of these architectures, on kernels from this version; and with none of those.
 */
final class SeccompConditions {
  private static final Set<String> KEYS = Set.of("caps", "arches", "minKernel");
  private static final Pattern KERNEL = Pattern.compile("(\\d{1,3})\\.(\\d{1,4})");

  private final HostFacts host;
  private final Set<String> capabilities;
  private final Function<String, InvalidArgument> malformed;

  SeccompConditions(
      HostFacts host, Set<String> capabilities, Function<String, InvalidArgument> malformed) {
    this.host = host;
    this.capabilities = capabilities;
    this.malformed = malformed;
  }

  boolean hold(JsonNode rule) {
    JsonNode includes = conditions(rule, "includes");
    JsonNode excludes = conditions(rule, "excludes");
    return includes(includes) && !excluded(excludes);
  }

  private JsonNode conditions(JsonNode rule, String key) {
    JsonNode node = rule.path(key);
    for (String name : node.propertyNames()) {
      if (!KEYS.contains(name)) {
        throw malformed.apply(key + " has " + PlainText.quoted(name) + ", which is not known here");
      }
    }
    return node;
  }

  private boolean includes(JsonNode node) {
    for (JsonNode capability : node.path("caps")) {
      if (!capabilities.contains(capability.asString(""))) {
        return false;
      }
    }
    JsonNode kernel = node.path("minKernel");
    return (node.path("arches").isEmpty() || hasArchitecture(node))
        && (kernel.isMissingNode() || kernelAtLeast(kernel.asString("")));
  }

  private boolean excluded(JsonNode node) {
    for (JsonNode capability : node.path("caps")) {
      if (capabilities.contains(capability.asString(""))) {
        return true;
      }
    }
    JsonNode kernel = node.path("minKernel");
    return hasArchitecture(node) || (!kernel.isMissingNode() && kernelAtLeast(kernel.asString("")));
  }

  private boolean hasArchitecture(JsonNode node) {
    String own = host.architecture().equals("aarch64") ? "arm64" : host.architecture();
    for (JsonNode architecture : node.path("arches")) {
      if (architecture.asString("").equals(own)) {
        return true;
      }
    }
    return false;
  }

  private boolean kernelAtLeast(String version) {
    Matcher numbers = KERNEL.matcher(version);
    if (!numbers.matches()) {
      throw malformed.apply("minKernel " + PlainText.quoted(version) + " is no version");
    }
    return host.kernel()
        .atLeast(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
  }
}
