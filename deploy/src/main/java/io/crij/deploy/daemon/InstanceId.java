package io.crij.deploy.daemon;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.id.Ids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/** The random id of a root, {@code <root>/instance}: made once, then the same for ever. */
final class InstanceId {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
  private static final int LENGTH = 32;

  private InstanceId() {}

  /** Reads it, or makes it durable; the root is locked by the caller. */
  static String of(Path root) throws IOException {
    Path file = root.resolve("instance");
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      String id = Files.readString(file).strip();
      if (!FORM.matcher(id).matches()) {
        throw new FailedPrecondition(
            file + " does not hold an instance id", "Restore the file, or use another root");
      }
      return id;
    }
    String id = Ids.random().substring(0, LENGTH);
    write(file, id);
    return id;
  }

  private static void write(Path file, String id) throws IOException {
    Path temporary = file.resolveSibling("instance.new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII)));
      channel.force(false);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
