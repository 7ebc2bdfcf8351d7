package io.crij.deploy.image;

import io.crij.deploy.client.DaemonChannel;
import io.crij.deploy.client.DaemonOption;
import io.crij.deploy.client.OutputOption;
import io.crij.deploy.client.Sizes;
import io.crij.deploy.client.Table;
import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.crij.image.operator.v1.ImageSummary;
import io.crij.image.operator.v1.PruneRequest;
import io.crij.image.operator.v1.PruneResponse;
import io.crij.operations.record.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code crij image prune}: removes what no container uses. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = "Remove all images that no container uses and that are not pinned.")
final class PruneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DaemonOption daemon;
  @Mixin private OutputOption output;

  @Option(names = "--dry-run", description = "Only print what would go.")
  private boolean dryRun;

  @Override
  public Integer call() {
    PruneResponse pruned;
    try (DaemonChannel channel = daemon.connect()) {
      pruned =
          ImageOperatorGrpc.newBlockingStub(channel.channel())
              .withDeadlineAfter(ImageCalls.DISK)
              .prune(PruneRequest.newBuilder().setDryRun(dryRun).build());
    }
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      out.println(json(pruned));
    } else {
      print(pruned, out);
    }
    out.flush();
    return 0;
  }

  private void print(PruneResponse pruned, PrintWriter out) {
    if (pruned.getImagesCount() > 0) {
      Table table = new Table("IMAGE", "ID", "SIZE");
      for (ImageSummary image : pruned.getImagesList()) {
        table.row(
            String.join(", ", ImageCalls.names(image)),
            ImageCalls.shortId(image.getId()),
            Sizes.text(image.getSize()));
      }
      table.print(out);
    }
    out.println(
        (dryRun ? "would remove " : "removed ")
            + pruned.getImagesCount()
            + " images and "
            + pruned.getLayers()
            + " layers, "
            + Sizes.text(pruned.getBytes()));
  }

  private String json(PruneResponse pruned) {
    ObjectNode root = Json.strict().createObjectNode();
    root.put("dryRun", dryRun);
    ArrayNode images = root.putArray("images");
    pruned.getImagesList().forEach(image -> ImageJson.put(images.addObject(), image));
    root.put("layers", pruned.getLayers());
    root.put("bytes", pruned.getBytes());
    return Json.write(root);
  }
}
