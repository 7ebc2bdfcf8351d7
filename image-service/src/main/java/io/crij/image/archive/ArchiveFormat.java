package io.crij.image.archive;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.Arrays;

/** Forms of files that hold images, as containers-transports(5) calls them where it does. */
public enum ArchiveFormat {
  OCI("oci-archive"),
  DOCKER("docker-archive"),
  APPC("appc");

  private final String label;

  ArchiveFormat(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /**
   * The format to write.
   *
   * @throws InvalidArgument when there is no such one
   */
  public static ArchiveFormat toWrite(String label) {
    return Arrays.stream(values())
        .filter(format -> format != APPC && format.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidArgument(
                    PlainText.quoted(label) + " is no format to export",
                    "Use oci-archive or docker-archive."));
  }
}
