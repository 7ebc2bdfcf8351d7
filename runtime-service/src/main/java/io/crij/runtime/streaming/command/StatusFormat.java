package io.crij.runtime.streaming.command;

import io.crij.operations.record.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What the error stream says at the end of a session. */
public enum StatusFormat {
  /** Up to v3.channel.k8s.io: nothing, or the text of the error. */
  TEXT {
    @Override
    Optional<String> text(CommandEnd end) {
      return switch (end) {
        case CommandEnd.Succeeded _ -> Optional.empty();
        case CommandEnd.Exited(int code) -> Optional.of(exited(code));
        case CommandEnd.Failed(String message) -> Optional.of(message);
      };
    }
  },

  /** From v4.channel.k8s.io on: a {@code Status} object of Kubernetes' meta/v1. */
  JSON {
    @Override
    Optional<String> text(CommandEnd end) {
      ObjectNode status = Json.strict().createObjectNode();
      status.putObject("metadata");
      status.put("status", end instanceof CommandEnd.Succeeded ? "Success" : "Failure");
      switch (end) {
        case CommandEnd.Succeeded _ -> {}
        case CommandEnd.Exited(int code) -> {
          status.put("message", exited(code));
          status.put("reason", "NonZeroExitCode");
          ObjectNode cause = status.putObject("details").putArray("causes").addObject();
          cause.put("reason", "ExitCode");
          cause.put("message", Integer.toString(code));
        }
        case CommandEnd.Failed(String message) -> {
          status.put("message", message);
          status.put("reason", "InternalError");
          ObjectNode cause = status.putObject("details").putArray("causes").addObject();
          cause.put("message", message);
          status.put("code", 500);
        }
      }
      return Optional.of(Json.write(status));
    }
  };

  abstract Optional<String> text(CommandEnd end);

  /** Empty when there is nothing to say. */
  public Optional<ByteBuf> bytes(CommandEnd end) {
    return text(end).map(text -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private static String exited(int code) {
    return "command terminated with exit code " + code;
  }
}
