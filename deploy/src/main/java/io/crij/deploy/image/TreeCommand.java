package io.crij.deploy.image;

import io.crij.deploy.client.DaemonChannel;
import io.crij.deploy.client.DaemonOption;
import io.crij.deploy.client.OutputOption;
import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.crij.image.operator.v1.TreeRequest;
import io.crij.image.operator.v1.TreeResponse;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crij image tree}: images with their layers, and who shares which. */
@Command(
    name = "tree",
    mixinStandardHelpOptions = true,
    description = "Print images with their layers, and which images share them.")
final class TreeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DaemonOption daemon;
  @Mixin private OutputOption output;

  @Parameters(arity = "0..1", paramLabel = "IMAGE", description = "Only this image.")
  private Optional<String> image = Optional.empty();

  @Override
  public Integer call() {
    TreeResponse tree;
    try (DaemonChannel channel = daemon.connect()) {
      tree =
          ImageOperatorGrpc.newBlockingStub(channel.channel())
              .withDeadlineAfter(ImageCalls.SHORT)
              .tree(TreeRequest.newBuilder().setImage(image.orElse("")).build());
    }
    PrintWriter out = spec.commandLine().getOut();
    ImageTree text = new ImageTree(tree);
    out.print(output.json() ? text.json() : text.lines());
    out.flush();
    return 0;
  }
}
