package io.crij.deploy.image;

import io.crij.deploy.client.DaemonChannel;
import io.crij.deploy.client.DaemonOption;
import io.crij.deploy.client.OutputOption;
import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.crij.image.operator.v1.InspectRequest;
import io.crij.operations.record.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crij image inspect}: one image with its manifest and configuration. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Print all that is known of an image as JSON; with --output json in one line.")
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DaemonOption daemon;
  @Mixin private OutputOption output;

  @Parameters(paramLabel = "IMAGE", description = "Name, id or prefix of an id.")
  private String image = "";

  @Override
  public Integer call() {
    String json;
    try (DaemonChannel channel = daemon.connect()) {
      json =
          ImageOperatorGrpc.newBlockingStub(channel.channel())
              .withDeadlineAfter(ImageCalls.SHORT)
              .inspect(InspectRequest.newBuilder().setImage(image).build())
              .getJson();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(output.json() ? json : indented(json));
    out.flush();
    return 0;
  }

  private static String indented(String json) {
    return Json.strict()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(Json.strict().readTree(json));
  }
}
