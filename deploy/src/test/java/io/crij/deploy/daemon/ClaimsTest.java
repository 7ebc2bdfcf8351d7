package io.crij.deploy.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
  private static final String KEY = "crij.root";

  @TempDir Path folder;

  @Test
  void aSocketThatNobodyServesIsRemoved() throws IOException {
    ListenSocket socket = new ListenSocket(folder.resolve("crij.sock"));
    bind(socket.path()).close();
    assertThat(socket.path()).exists();
    socket.clear();
    assertThat(socket.path()).doesNotExist();
  }

  @Test
  void aSocketThatSomebodyServesStays() throws IOException {
    ListenSocket socket = new ListenSocket(folder.resolve("crij.sock"));
    try (ServerSocketChannel served = bind(socket.path())) {
      assertThat(served.isOpen()).isTrue();
      assertThatThrownBy(socket::clear)
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining(socket.path() + " is in use by a running daemon");
      assertThat(socket.path()).exists();
    }
  }

  @Test
  void whatIsNoSocketStays() throws IOException {
    Path file = Files.writeString(folder.resolve("crij.sock"), "precious");
    assertThatThrownBy(new ListenSocket(file)::clear).hasMessageContaining("is no socket");
    Path link = Files.createSymbolicLink(folder.resolve("link.sock"), file);
    assertThatThrownBy(new ListenSocket(link)::clear).hasMessageContaining("is no socket");
    assertThat(file).hasContent("precious");
  }

  @Test
  void aDirectoryIsMadeForUsAlone() throws IOException {
    Path directory = folder.resolve("a/b");
    StateDirectory.prepare(directory, KEY);
    assertThat(Files.getPosixFilePermissions(directory))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void rightsOfOthersAreTakenAway() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    StateDirectory.prepare(directory, KEY);
    assertThat(Files.getPosixFilePermissions(directory))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aLinkIsNoStateDirectory() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertThatThrownBy(() -> StateDirectory.prepare(link, KEY))
        .hasMessageContaining(KEY + ": " + link + " is no directory");
  }

  @Test
  void aLockThatIsHeldByAnotherProcessNamesIt() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> DirectoryLock.take(folder, KEY))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining(
              folder + " is in use by another daemon (process " + other.pid() + ")");
    } finally {
      other.destroyForcibly().waitFor();
    }
    // The kernel took the lock away with the process.
    DirectoryLock.take(folder, KEY).close();
  }

  @Test
  void aRootKeepsItsInstance() throws IOException {
    String id = InstanceId.of(folder);
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(InstanceId.of(folder)).isEqualTo(id);
    Files.writeString(folder.resolve("instance"), "../../etc");
    assertThatThrownBy(() -> InstanceId.of(folder))
        .hasMessageContaining("does not hold an instance id");
  }

  @Test
  void faultsForTestsNeedTheFlag() throws Exception {
    Map<String, String> environment = Map.of("CRIJ_FAILPOINTS", "a/b/before-do=error");
    new TestFaults(false, environment).failpoints().hit("a/b/before-do");
    assertThatThrownBy(() -> new TestFaults(true, environment).failpoints().hit("a/b/before-do"))
        .hasMessageContaining("a/b/before-do");
  }

  private static ServerSocketChannel bind(Path path) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(path));
    return channel;
  }
}
