package io.crij.deploy.image;

import io.crij.deploy.client.DaemonChannel;
import io.crij.deploy.client.DaemonOption;
import io.crij.deploy.client.Sizes;
import io.crij.deploy.client.Terminal;
import io.crij.image.operator.v1.ExportChunk;
import io.crij.image.operator.v1.ExportRequest;
import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.crij.operations.failure.InvalidArgument;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crij image export}: an image into a file. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Pack an image into an archive; imported anywhere, it has the same id and the same layers.")
final class ExportCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Spec private CommandSpec spec;
  @Mixin private DaemonOption daemon;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name, id or prefix of an id.")
  private String image = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "To write; - is standard output.")
  private String file = "";

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "oci-archive",
      description = "oci-archive (default) or docker-archive.")
  private String format = "";

  @Override
  public Integer call() throws IOException, InterruptedException, StatusException {
    if (file.equals(STANDARD_OUTPUT)) {
      if (Terminal.find().isPresent()) {
        throw new InvalidArgument(
            "standard output is a terminal", "Redirect it, or name a file to write.");
      }
      long size = receive(System.out);
      if (System.out.checkError()) {
        throw new IOException("standard output did not take all of " + Sizes.text(size));
      }
      return 0;
    }
    Path target = Path.of(file).toAbsolutePath();
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      long size;
      try (OutputStream out = Files.newOutputStream(partial)) {
        size = receive(out);
      }
      // Under its name it is whole.
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      spec.commandLine().getOut().println("wrote " + target + ", " + Sizes.text(size));
      spec.commandLine().getOut().flush();
    } finally {
      Files.deleteIfExists(partial);
    }
    return 0;
  }

  private long receive(OutputStream out) throws IOException, InterruptedException, StatusException {
    long size = 0;
    ExportRequest request = ExportRequest.newBuilder().setImage(image).setFormat(format).build();
    try (DaemonChannel channel = daemon.connect()) {
      BlockingClientCall<?, ExportChunk> chunks =
          ImageOperatorGrpc.newBlockingV2Stub(channel.channel()).export(request);
      for (Optional<ExportChunk> chunk = next(chunks); chunk.isPresent(); chunk = next(chunks)) {
        chunk.get().getData().writeTo(out);
        size += chunk.get().getData().size();
      }
    }
    out.flush();
    return size;
  }

  private static Optional<ExportChunk> next(BlockingClientCall<?, ExportChunk> chunks)
      throws InterruptedException, StatusException {
    return Optional.ofNullable(chunks.read());
  }
}
