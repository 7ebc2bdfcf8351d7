package io.crij.deploy.image;

import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageFilter;
import io.crij.cri.v1.ImageServiceGrpc;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.ListImagesRequest;
import io.crij.deploy.client.DaemonChannel;
import io.crij.deploy.client.DaemonOption;
import io.crij.deploy.client.OutputOption;
import io.crij.deploy.client.Sizes;
import io.crij.deploy.client.Table;
import io.crij.operations.record.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code crij image list}: the images on the node. */
@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "List the images on the node.")
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DaemonOption daemon;
  @Mixin private OutputOption output;

  @Parameters(arity = "0..1", paramLabel = "IMAGE", description = "Only this image.")
  private Optional<String> image = Optional.empty();

  @Override
  public Integer call() {
    List<Image> images;
    try (DaemonChannel channel = daemon.connect()) {
      images =
          ImageServiceGrpc.newBlockingStub(channel.channel())
              .withDeadlineAfter(ImageCalls.SHORT)
              .listImages(request())
              .getImagesList();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      out.println(json(images));
      out.flush();
    } else {
      table(images).print(out);
    }
    return 0;
  }

  private ListImagesRequest request() {
    ListImagesRequest.Builder request = ListImagesRequest.newBuilder();
    image.ifPresent(
        name ->
            request.setFilter(
                ImageFilter.newBuilder().setImage(ImageSpec.newBuilder().setImage(name))));
    return request.build();
  }

  private static Table table(List<Image> images) {
    Table table = new Table("IMAGE", "ID", "SIZE", "PINNED");
    for (Image image : images) {
      for (String name : ImageCalls.names(image)) {
        table.row(
            name,
            ImageCalls.shortId(image.getId()),
            Sizes.text(image.getSize()),
            image.getPinned() ? "yes" : "");
      }
    }
    return table;
  }

  private static String json(List<Image> images) {
    ObjectNode root = Json.strict().createObjectNode();
    ArrayNode all = root.putArray("images");
    for (Image image : images) {
      ObjectNode one = all.addObject();
      one.put("id", image.getId());
      image.getRepoTagsList().forEach(one.putArray("repoTags")::add);
      image.getRepoDigestsList().forEach(one.putArray("repoDigests")::add);
      one.put("size", image.getSize());
      one.put("pinned", image.getPinned());
    }
    return Json.write(root);
  }
}
