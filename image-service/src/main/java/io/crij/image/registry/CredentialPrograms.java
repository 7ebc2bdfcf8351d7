package io.crij.image.registry;

import io.crij.linux.process.Command;
import io.crij.linux.process.CommandRequest;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.SpawnRequest;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.PlainText;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Programs {@code docker-credential-NAME} that know credentials (docker-credential-helpers,
 * protocol of {@code get}). Run with a deadline and an environment of ours; nothing that they print
 * is repeated.
 */
public final class CredentialPrograms {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final int MAX_OUTPUT = 64 * 1024;

  /** What all helpers say when they know nothing. */
  private static final String NOT_FOUND = "credentials not found in native keychain";

  /** The user name that stands for an identity token. */
  private static final String TOKEN = "<token>";

  private final Command command;
  private final List<Path> directories;
  private final Duration deadline;

  /**
   * Makes the caller of helpers.
   *
   * @param directories looked through in order; never PATH
   */
  public CredentialPrograms(Command command, List<Path> directories, Duration deadline) {
    this.command = command;
    this.directories = List.copyOf(directories);
    this.deadline = deadline;
  }

  /**
   * What a helper knows of a registry; empty when nothing.
   *
   * @param name without {@code docker-credential-}
   * @throws io.crij.operations.failure.Failure when the helper is not there, fails, or takes too
   *     long
   */
  Optional<Credentials> ask(String name, String host) {
    String what = "credential helper docker-credential-" + PlainText.of(name, 80) + " for " + host;
    Path program = program(name, what);
    CommandResult result;
    try {
      result = command.run(request(program, ServerAddress.helperKey(host)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("cancelled while waiting for " + what, "Pull again.", e);
    } catch (IOException e) {
      throw new FailedPrecondition(what + " cannot be run", "Repair " + program + ".", e);
    }
    if (result.timedOut()) {
      throw new DeadlineExceeded(
          what + " did not answer in " + deadline.toSeconds() + " s", "Check what it waits for.");
    }
    if (!result.exit().isSuccess()) {
      String said =
          new String(result.stdout(), StandardCharsets.UTF_8)
              + new String(result.stderr(), StandardCharsets.UTF_8);
      if (said.contains(NOT_FOUND)) {
        return Optional.empty();
      }
      throw new FailedPrecondition(
          what + " failed (" + result.exit() + ")",
          "Run it by hand: echo " + host + " | " + program + " get.");
    }
    return read(what, result.stdout());
  }

  private Path program(String name, String what) {
    if (!NAME.matcher(name).matches()) {
      throw new FailedPrecondition(what + " has a name that is none", "Correct the name.");
    }
    return directories.stream()
        .map(directory -> directory.resolve("docker-credential-" + name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(
            () ->
                new FailedPrecondition(
                    what + " is in none of " + directories, "Install it, or correct its name."));
  }

  private CommandRequest request(Path program, String host) {
    Map<String, String> environment =
        Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/root");
    return new CommandRequest(
        new SpawnRequest(program, List.of("get"), environment, Map.of(), Optional.of(Path.of("/"))),
        Optional.of(host.getBytes(StandardCharsets.UTF_8)),
        MAX_OUTPUT,
        MAX_OUTPUT,
        deadline);
  }

  static Optional<Credentials> read(String what, byte[] output) {
    try {
      JsonNode json = Json.strict().readTree(output);
      String user = json.path("Username").asString("");
      String secret = json.path("Secret").asString("");
      if (!secret.isEmpty()) {
        return Optional.of(
            user.equals(TOKEN)
                ? new Credentials.IdentityToken(secret)
                : new Credentials.Password(user, secret));
      }
      // Some helpers answer with nothing for a registry that needs none.
      return Optional.empty();
    } catch (JacksonException e) {
      // Its message could quote the secret.
      throw new FailedPrecondition(what + " answers with no JSON", "Check the helper.");
    }
  }
}
