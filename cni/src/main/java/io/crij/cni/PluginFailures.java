package io.crij.cni;

import io.crij.linux.process.CommandResult;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.PlainText;
import io.crij.operations.failure.Unavailable;
import io.crij.operations.record.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Failures of a plugin, told with everything that it said (CNI specification, "Error"). */
final class PluginFailures {
  private static final int INCOMPATIBLE_VERSION = 1;
  private static final int UNKNOWN_CONTAINER = 3;
  private static final int INVALID_CONFIG = 7;
  private static final int TRY_LATER = 11;

  private PluginFailures() {}

  /** The failure of a plugin that ended with another exit code than 0. */
  static Failure of(PluginCall call, CommandResult result) {
    JsonNode error = json(result.stdout());
    String what = call.text() + " failed with " + said(error, result);
    int code = error.path("code").asInt(0);
    return switch (code) {
      case TRY_LATER ->
          new Unavailable(what, "The plugin asks to try again later; the call is safe to repeat.");
      case INCOMPATIBLE_VERSION ->
          new Internal(
              what,
              "Set a cniVersion that the plugin supports in "
                  + call.configFile()
                  + ", or install newer plugins.");
      case INVALID_CONFIG ->
          new Internal(what, "Correct the plugin's configuration in " + call.configFile() + ".");
      default ->
          new Internal(
              what, "Look at the plugin's log and its configuration in " + call.configFile() + ".");
    };
  }

  /** Whether the plugin says that nothing of the container is left to be cleaned up. */
  static boolean nothingLeft(CommandResult result) {
    return json(result.stdout()).path("code").asInt(0) == UNKNOWN_CONTAINER;
  }

  static Failure timedOut(PluginCall call, Deadline deadline) {
    return new DeadlineExceeded(
        call.text()
            + " was killed: the chain did not finish within "
            + deadline.limit().toMillis() / 1000.0
            + " s",
        "See what the plugin waits for (its log, its daemon, a full address range).");
  }

  static Failure badResult(PluginCall call, String why) {
    return new Internal(
        call.text() + " gave no usable result: " + why,
        "Install plugins that speak cniVersion "
            + call.network().cniVersion()
            + " or correct "
            + call.configFile()
            + ".");
  }

  private static String said(JsonNode error, CommandResult result) {
    String message = error.path("msg").asString("");
    String details = error.path("details").asString("");
    StringBuilder said =
        new StringBuilder(
            error.path("code").isInt()
                ? "code " + error.path("code").intValue()
                : result.exit().toString());
    if (!message.isEmpty()) {
      said.append(": ").append(PlainText.of(message));
      if (!details.isEmpty()) {
        said.append(" (").append(PlainText.of(details)).append(')');
      }
      return said.toString();
    }
    // Not the error format of CNI: a crash prints to stderr, a script perhaps to stdout.
    String text = text(result.stderr());
    if (text.isEmpty()) {
      text = text(result.stdout());
    }
    return said.append(text.isEmpty() ? ", it said nothing" : ": " + text).toString();
  }

  private static String text(byte[] output) {
    return PlainText.of(new String(output, StandardCharsets.UTF_8));
  }

  private static JsonNode json(byte[] stdout) {
    try {
      JsonNode node = Json.strict().readTree(stdout);
      return node.isObject() ? node : Json.strict().missingNode();
    } catch (JacksonException notJson) {
      return Json.strict().missingNode();
    }
  }
}
