package io.crij.deploy.daemon;

import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes root and runroot ours alone: a real directory of our user, mode 0700. */
final class StateDirectory {
  private static final Logger log = LoggerFactory.getLogger(StateDirectory.class);
  private static final String MODE = "rwx------";

  private StateDirectory() {}

  /**
   * Makes the directory where it is missing and takes the rights of others away where it is not.
   *
   * @param key that names it in the configuration
   * @return whether it was missing
   * @throws FailedPrecondition when it is something else, or somebody else's
   */
  static boolean prepare(Path directory, String key) {
    try {
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(directory.getParent());
        Files.createDirectory(
            directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE)));
        return true;
      }
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new FailedPrecondition(
            key + ": " + directory + " is no directory", "Remove it or choose another one");
      }
      requireOurs(directory, key);
      String mode =
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS));
      if (!mode.equals(MODE)) {
        log.warn("{} had mode {}, which let others in: it is {} now", directory, mode, MODE);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(MODE));
      }
      return false;
    } catch (IOException e) {
      throw new FailedPrecondition(
          key + ": " + directory + " cannot be made or used", "Choose another directory", e);
    }
  }

  private static void requireOurs(Path directory, String key) throws IOException {
    int owner = (Integer) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    int ours = ProcessUser.current();
    if (owner != ours) {
      throw new FailedPrecondition(
          key + ": " + directory + " belongs to user " + owner + ", not to " + ours,
          "Choose another directory, or give this one to root");
    }
  }
}
