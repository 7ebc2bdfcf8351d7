package io.crij.deploy.image;

import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageServiceGrpc;
import io.crij.cri.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.ImageStatusRequest;
import io.crij.cri.v1.RemoveImageRequest;
import io.crij.deploy.client.DaemonChannel;
import io.crij.deploy.client.DaemonOption;
import io.crij.deploy.client.OutputOption;
import io.crij.operations.failure.NotFound;
import io.crij.operations.record.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code crij image rm}: removes images with all their names. */
@Command(
    name = "rm",
    aliases = "remove",
    mixinStandardHelpOptions = true,
    description =
        "Remove images with all their names. Containers that use one run on; its content goes with"
            + " the last of them.")
final class RemoveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DaemonOption daemon;
  @Mixin private OutputOption output;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Name, id or prefix of an id.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    Map<String, Image> removed = new LinkedHashMap<>();
    try (DaemonChannel channel = daemon.connect()) {
      ImageServiceBlockingStub service = ImageServiceGrpc.newBlockingStub(channel.channel());
      // All are looked up first, so that a wrong name removes nothing.
      for (String name : names) {
        Image image = find(service, name);
        removed.putIfAbsent(image.getId(), image);
      }
      for (String id : removed.keySet()) {
        ImageSpec image = ImageSpec.newBuilder().setImage(id).build();
        var _ =
            service
                .withDeadlineAfter(ImageCalls.DISK)
                .removeImage(RemoveImageRequest.newBuilder().setImage(image).build());
      }
    }
    print(removed);
    return 0;
  }

  private static Image find(ImageServiceBlockingStub service, String name) {
    var status =
        service
            .withDeadlineAfter(ImageCalls.SHORT)
            .imageStatus(
                ImageStatusRequest.newBuilder()
                    .setImage(ImageSpec.newBuilder().setImage(name))
                    .build());
    if (!status.hasImage()) {
      throw new NotFound("image " + name + " is not on this node", "See: crij image list.");
    }
    return status.getImage();
  }

  private void print(Map<String, Image> removed) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      ObjectNode root = Json.strict().createObjectNode();
      removed.keySet().forEach(root.putArray("removed")::add);
      out.println(Json.write(root));
    } else {
      removed.forEach(
          (id, image) ->
              out.println(
                  "removed "
                      + ImageCalls.shortId(id)
                      + "  "
                      + String.join(", ", ImageCalls.names(image))));
    }
    out.flush();
  }
}
