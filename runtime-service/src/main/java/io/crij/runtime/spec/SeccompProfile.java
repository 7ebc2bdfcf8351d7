package io.crij.runtime.spec;

import io.crij.oci.spec.OciSeccomp;
import io.crij.oci.spec.OciSyscallArg;
import io.crij.oci.spec.OciSyscallRule;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import io.crij.operations.record.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A profile of the node: a JSON file as the OCI runtime specification has it, or with the archMap,
 * includes and excludes of the profiles that Docker, Podman and CRI-O share. Strict: what is not
 * understood is refused, since leaving it out could let calls through.
 */
final class SeccompProfile {
  private static final int MOST_RULES = 4096;
  private static final int MOST_ARGS = 6;
  private static final int LARGEST_ERRNO = 4095;

  private static final Set<String> KEYS =
      Set.of(
          "defaultAction",
          "defaultErrnoRet",
          "defaultErrno",
          "architectures",
          "archMap",
          "archs",
          "syscalls",
          "flags",
          "comment");
  private static final Set<String> RULE_KEYS =
      Set.of(
          "name",
          "names",
          "action",
          "errnoRet",
          "errno",
          "args",
          "comment",
          "includes",
          "excludes");
  private static final Set<String> ARG_KEYS = Set.of("index", "value", "valueTwo", "op");

  private final Field reference;
  private final HostFacts host;
  private final SeccompConditions conditions;

  SeccompProfile(Field reference, HostFacts host, Set<String> capabilities) {
    this.reference = reference;
    this.host = host;
    this.conditions = new SeccompConditions(host, capabilities, this::malformed);
  }

  OciSeccomp parse(byte[] json) {
    JsonNode root = document(json);
    requireKeys(root, KEYS, "the profile");
    List<OciSyscallRule> rules = new ArrayList<>();
    JsonNode syscalls = array(root, "syscalls");
    if (syscalls.size() > MOST_RULES) {
      throw malformed("it has more than " + MOST_RULES + " rules");
    }
    for (JsonNode rule : syscalls) {
      requireKeys(rule, RULE_KEYS, "a rule");
      if (conditions.hold(rule)) {
        rules.add(rule(rule));
      }
    }
    return new OciSeccomp(
        action(root, "defaultAction"), errno(root, "defaultErrnoRet"), architectures(root), rules);
  }

  private JsonNode document(byte[] json) {
    try {
      return Json.readBounded(new ByteArrayInputStream(json), json.length);
    } catch (IOException failure) {
      throw new InvalidArgument(problem("is no seccomp profile"), ADVICE, failure);
    }
  }

  private static final String ADVICE = "Correct the file on the node.";

  private String problem(String what) {
    return reference.name() + " " + PlainText.quoted(reference.value()) + " " + what;
  }

  private InvalidArgument malformed(String why) {
    return new InvalidArgument(problem("is no seccomp profile: " + why), ADVICE);
  }

  private void requireKeys(JsonNode node, Set<String> known, String where) {
    if (!node.isObject()) {
      throw malformed(where + " is no object");
    }
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        throw malformed(where + " has " + PlainText.quoted(key) + ", which is not known here");
      }
    }
  }

  /** The node's own architecture and those of programs that it can run too. */
  private List<String> architectures(JsonNode root) {
    Set<String> result = new LinkedHashSet<>(strings(root, "architectures"));
    List<String> own = SeccompActions.architectures(host.architecture());
    for (JsonNode entry : array(root, "archMap")) {
      String architecture = entry.path("architecture").asString("");
      if (!own.isEmpty() && own.getFirst().equals(architecture)) {
        result.add(architecture);
        result.addAll(strings(entry, "subArchitectures"));
      }
    }
    return List.copyOf(result);
  }

  private OciSyscallRule rule(JsonNode rule) {
    List<String> names = new ArrayList<>(strings(rule, "names"));
    if (rule.path("name").isString()) {
      names.add(rule.path("name").asString());
    }
    if (names.isEmpty()) {
      throw malformed("a rule names no system call");
    }
    JsonNode args = array(rule, "args");
    if (args.size() > MOST_ARGS) {
      throw malformed("a rule has more than " + MOST_ARGS + " conditions");
    }
    List<OciSyscallArg> parsed = new ArrayList<>();
    args.forEach(arg -> parsed.add(arg(arg)));
    return new OciSyscallRule(names, action(rule, "action"), errno(rule, "errnoRet"), parsed);
  }

  private OciSyscallArg arg(JsonNode arg) {
    requireKeys(arg, ARG_KEYS, "a condition");
    long index = number(arg, "index", 0, MOST_ARGS - 1);
    String operator = arg.path("op").asString("");
    if (!SeccompActions.OPERATORS.contains(operator)) {
      throw malformed(PlainText.quoted(operator) + " is no comparison");
    }
    OptionalLong second =
        arg.path("valueTwo").isMissingNode()
            ? OptionalLong.empty()
            : OptionalLong.of(number(arg, "valueTwo", 0, Long.MAX_VALUE));
    return new OciSyscallArg(
        (int) index, number(arg, "value", 0, Long.MAX_VALUE), second, operator);
  }

  private String action(JsonNode node, String key) {
    String action = node.path(key).asString("");
    if (!SeccompActions.ALL.contains(action)) {
      throw malformed(key + " " + PlainText.quoted(action) + " is not known here");
    }
    return action;
  }

  private OptionalInt errno(JsonNode node, String key) {
    return node.path(key).isMissingNode()
        ? OptionalInt.empty()
        : OptionalInt.of((int) number(node, key, 0, LARGEST_ERRNO));
  }

  private long number(JsonNode node, String key, long least, long most) {
    JsonNode value = node.path(key);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < least
        || value.asLong() > most) {
      throw malformed(key + " is no number from " + least + " to " + most);
    }
    return value.asLong();
  }

  private List<String> strings(JsonNode node, String key) {
    List<String> result = new ArrayList<>();
    for (JsonNode value : array(node, key)) {
      if (!value.isString()) {
        throw malformed(key + " is no list of words");
      }
      result.add(value.asString());
    }
    return result;
  }

  private JsonNode array(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
      throw malformed(key + " is no list");
    }
    return value;
  }
}
