package io.crij.runtime.spec;

import io.crij.cri.v1.ContainerConfig;
import io.crij.image.manifest.ImageConfig;
import io.crij.operations.failure.InvalidArgument;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs: {@code command} of the request stands in for ENTRYPOINT and CMD of the image, {@code
 * args} for CMD.
 */
final class CommandLine {
  /** What Linux leaves for arguments and environment together with the usual stack limit. */
  private static final int MOST_BYTES = 2 * 1024 * 1024;

  private CommandLine() {}

  static List<String> of(ContainerConfig config, ImageConfig image) {
    List<String> words = new ArrayList<>();
    if (config.getCommandCount() > 0) {
      words.addAll(config.getCommandList());
      words.addAll(config.getArgsList());
    } else {
      words.addAll(image.entrypoint());
      words.addAll(config.getArgsCount() > 0 ? config.getArgsList() : image.cmd());
    }
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      throw new InvalidArgument(
          "there is no command to run: neither the request nor the image has one",
          "Set the container's command, or use an image with ENTRYPOINT or CMD.");
    }
    long bytes = 0;
    for (int i = 0; i < words.size(); i++) {
      bytes += new Field("word " + i + " of the command", words.get(i)).text().length() + 1L;
    }
    if (bytes > MOST_BYTES) {
      throw new InvalidArgument(
          "the command has " + bytes + " bytes", "Shorten it to " + MOST_BYTES + " bytes.");
    }
    return List.copyOf(words);
  }
}
