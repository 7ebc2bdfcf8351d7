package io.crij.runtime.container;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.crij.linux.files.UserTree;
import io.crij.oci.spec.OciProcess;
import io.crij.oci.spec.OciSpec;
import io.crij.operations.record.Json;
import io.crij.operations.record.OwnDirectory;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The directory that the OCI runtime reads config.json from (runtime-spec, bundle.md). */
record ContainerBundle(Path home) {
  private static final String NAME = "bundle";
  // An empty list is not written, and is empty again when read.
  private static final JsonMapper READER =
      Json.strict()
          .rebuild()
          .changeDefaultNullHandling(_ -> JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY))
          .build();

  Path directory() {
    return home.resolve(NAME);
  }

  private Path config() {
    return directory().resolve("config.json");
  }

  /** It holds the container's environment, so it is readable for root alone. */
  void write(OciSpec spec) throws IOException {
    OwnDirectory.create(directory());
    try (FileChannel file =
        FileChannel.open(
            config(),
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      Json.write(spec, Channels.newOutputStream(file));
    }
  }

  /** In bytes, on disk. */
  int size() throws IOException {
    return Math.toIntExact(Files.size(config()));
  }

  byte[] read() throws IOException {
    return Files.readAllBytes(config());
  }

  /** What the container's first process was made from: an exec has its rights, no more. */
  OciProcess process() throws IOException {
    return READER.readValue(read(), OciSpec.class).process();
  }

  void remove() throws IOException {
    if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
      UserTree.removeTree(home, NAME);
    }
  }
}
