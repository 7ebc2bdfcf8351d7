package io.crij.deploy.image;

import com.google.protobuf.UnsafeByteOperations;
import io.crij.deploy.client.DaemonChannel;
import io.crij.deploy.client.DaemonOption;
import io.crij.deploy.client.OutputOption;
import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.crij.image.operator.v1.ImageSummary;
import io.crij.image.operator.v1.ImportRequest;
import io.crij.image.operator.v1.ImportResponse;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.record.Json;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code crij image import}: images out of a file. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Import the images of an oci-archive, a docker-archive or an appc image (ACI); plain,"
            + " or packed by gzip or zstd.")
final class ImportCommand implements Callable<Integer> {
  private static final int CHUNK = 256 * 1024;

  @Spec private CommandSpec spec;
  @Mixin private DaemonOption daemon;
  @Mixin private OutputOption output;

  @Parameters(paramLabel = "FILE", description = "The archive; - is standard input.")
  private String file = "";

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Name for the archive's only image, instead of those in it.")
  private Optional<String> name = Optional.empty();

  @Override
  public Integer call() throws IOException, InterruptedException, StatusException {
    ImportResponse imported;
    try (InputStream in = open();
        DaemonChannel channel = daemon.connect()) {
      BlockingClientCall<ImportRequest, ImportResponse> call =
          ImageOperatorGrpc.newBlockingV2Stub(channel.channel()).import_();
      send(in, call);
      imported = answer(call);
    }
    print(imported);
    return 0;
  }

  private InputStream open() throws IOException {
    return file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
  }

  private void send(InputStream in, BlockingClientCall<ImportRequest, ImportResponse> call)
      throws IOException, InterruptedException, StatusException {
    String path = file.equals("-") ? "" : Path.of(file).toRealPath().toString();
    ImportRequest.Start start =
        ImportRequest.Start.newBuilder().setName(name.orElse("")).setPath(path).build();
    boolean wanted = call.write(ImportRequest.newBuilder().setStart(start).build());
    byte[] chunk = in.readNBytes(CHUNK);
    // A daemon that has seen enough says why in its answer.
    while (wanted && chunk.length > 0) {
      wanted =
          call.write(
              ImportRequest.newBuilder().setData(UnsafeByteOperations.unsafeWrap(chunk)).build());
      chunk = in.readNBytes(CHUNK);
    }
    if (wanted) {
      call.halfClose();
    }
  }

  private static ImportResponse answer(BlockingClientCall<ImportRequest, ImportResponse> call)
      throws InterruptedException, StatusException {
    return Optional.ofNullable(call.read())
        .orElseThrow(() -> new Cancelled("the daemon gave no answer", "Look at its log."));
  }

  private void print(ImportResponse imported) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      ObjectNode root = Json.strict().createObjectNode();
      root.put("format", imported.getFormat());
      ArrayNode images = root.putArray("images");
      imported.getImagesList().forEach(image -> ImageJson.put(images.addObject(), image));
      out.println(Json.write(root));
    } else {
      for (ImageSummary image : imported.getImagesList()) {
        out.println(
            "imported "
                + ImageCalls.shortId(image.getId())
                + "  "
                + String.join(", ", ImageCalls.names(image))
                + "  ("
                + imported.getFormat()
                + ")");
      }
    }
    out.flush();
  }
}
