package io.crij.deploy.daemon;

import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The place of the socket. A socket there that nobody serves was left by a daemon that was killed,
 * and is removed; anything else stays untouched and is an error.
 */
record ListenSocket(Path path) {
  private static final String ADVICE = "Choose another socket with --listen";

  /**
   * @throws FailedPrecondition when somebody serves the socket, or something else has its name
   */
  void requireUnused() throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isOther()) {
        throw new FailedPrecondition("crij.api.listen: " + path + " is no socket", ADVICE);
      }
    } catch (NoSuchFileException free) {
      return;
    }
    if (isServed()) {
      throw new FailedPrecondition(
          "crij.api.listen: the socket " + path + " is in use by a running daemon",
          "Stop that one, or choose another socket with --listen");
    }
  }

  /** Leaves the path free for a bind. */
  void clear() throws IOException {
    requireUnused();
    Files.deleteIfExists(path);
    Files.createDirectories(path.getParent());
  }

  private boolean isServed() throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(path));
    } catch (ConnectException refused) {
      return false;
    } catch (IOException e) {
      throw new FailedPrecondition(
          "crij.api.listen: whether anybody serves " + path + " cannot be told", ADVICE, e);
    }
  }

  /**
   * Opens the bound socket to root's group. Until now the umask of the launcher (022) let nobody
   * but root connect, which takes the right to write.
   */
  void open() throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
  }
}
