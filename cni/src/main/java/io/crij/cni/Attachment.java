package io.crij.cni;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One interface of a pod that a network gives it.
 *
 * @param podSandboxId the CNI container id; also the name of the record
 * @param netns pinned network namespace
 * @param ifName name of the interface inside the pod
 * @param args CNI_ARGS, in order; {@code IgnoreUnknown=1} is always added
 * @param portMappings those with host port 0 map nothing and are dropped
 */
public record Attachment(
    String podSandboxId,
    Path netns,
    String ifName,
    Map<String, String> args,
    List<PortMapping> portMappings) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
  private static final Pattern LINK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_]+");
  // CNI_ARGS has no quoting: "K=V;K=V".
  private static final Pattern VALUE = Pattern.compile("[^;=\\p{Cntrl}]*");

  public Attachment {
    requireId(podSandboxId);
    require(netns.isAbsolute(), "network namespace path", netns.toString());
    require(LINK.matcher(ifName).matches(), "interface name", ifName);
    args.forEach(
        (key, value) -> {
          require(KEY.matcher(key).matches(), "CNI argument name", key);
          require(VALUE.matcher(value).matches(), "value of the CNI argument " + key, value);
        });
    args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
    portMappings = portMappings.stream().filter(m -> m.hostPort() != 0).distinct().toList();
  }

  /** What is left to say when the record of an attachment is lost; its namespace is not told. */
  static Attachment unknown(String podSandboxId) {
    return new Attachment(podSandboxId, Path.of("/"), "eth0", Map.of(), List.of());
  }

  static void requireId(String podSandboxId) {
    require(ID.matcher(podSandboxId).matches(), "pod sandbox id", podSandboxId);
  }

  private static void require(boolean good, String what, String value) {
    if (!good) {
      throw new InvalidArgument(
          "the " + what + " '" + PlainText.of(value) + "' cannot be given to CNI plugins",
          "CNI allows letters, digits, '.', '_' and '-' in names, and no ';' or '=' in values.");
    }
  }
}
