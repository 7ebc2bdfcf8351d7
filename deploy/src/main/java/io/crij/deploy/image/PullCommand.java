package io.crij.deploy.image;

import io.crij.deploy.client.DaemonChannel;
import io.crij.deploy.client.DaemonOption;
import io.crij.deploy.client.OutputOption;
import io.crij.deploy.client.Terminal;
import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.crij.image.operator.v1.PullDone;
import io.crij.image.operator.v1.PullProgress;
import io.crij.image.operator.v1.PullRequest;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.record.Json;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code crij image pull}: pulls an image and shows how it goes. */
@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    description = "Pull an image; it goes on when this command is interrupted.")
final class PullCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DaemonOption daemon;
  @Mixin private OutputOption output;

  @Parameters(paramLabel = "NAME", description = "An image's name, as a pod would write it.")
  private String name = "";

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the image's id only.")
  private boolean quiet;

  @Option(
      names = {"-u", "--username"},
      paramLabel = "USER",
      description = "User at the registry; default: the node's own credentials.")
  private Optional<String> username = Optional.empty();

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  private boolean passwordFromInput;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Pull under the signature policy for pods of this namespace.")
  private String namespace = "";

  @Override
  public Integer call() throws IOException {
    PullRequest request =
        PullRequest.newBuilder()
            .setImage(name)
            .setUsername(username.orElse(""))
            .setPassword(username.isPresent() ? password() : "")
            .setNamespace(namespace)
            .build();
    PrintWriter out = spec.commandLine().getOut();
    PullDone done = PullDone.getDefaultInstance();
    try (DaemonChannel channel = daemon.connect();
        PullView view = view(out)) {
      Iterator<PullProgress> progress =
          ImageOperatorGrpc.newBlockingStub(channel.channel()).pull(request);
      while (progress.hasNext()) {
        PullProgress now = progress.next();
        view.show(now);
        done = now.getDone();
      }
    }
    out.println(output.json() ? json(done) : done.getId());
    out.flush();
    return 0;
  }

  private PullView view(PrintWriter out) {
    if (quiet || output.json()) {
      return PullView.NONE;
    }
    return Terminal.find().isPresent() ? new PullBars(out) : new PullLines(out);
  }

  private String password() throws IOException {
    if (passwordFromInput) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return Optional.ofNullable(in.readLine()).orElse("");
    }
    Console console =
        Terminal.find()
            .orElseThrow(
                () ->
                    new InvalidArgument(
                        "there is no terminal to ask for the password at",
                        "Give --password-stdin."));
    char[] typed = console.readPassword("Password of %s: ", username.orElse(""));
    return typed == null ? "" : new String(typed);
  }

  private static String json(PullDone done) {
    ObjectNode root = Json.strict().createObjectNode();
    root.put("id", done.getId());
    done.getRepoTagsList().forEach(root.putArray("repoTags")::add);
    done.getRepoDigestsList().forEach(root.putArray("repoDigests")::add);
    root.put("size", done.getSize());
    return Json.write(root);
  }
}
