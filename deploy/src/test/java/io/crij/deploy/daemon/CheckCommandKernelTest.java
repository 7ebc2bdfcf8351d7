package io.crij.deploy.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.deploy.check.CheckCommand;
import io.crij.deploy.command.OneLineErrors;
import io.crij.linux.mount.MountTable;
import io.crij.operations.failpoint.Failpoints;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code crij check} beside a daemon, and without one. */
class CheckCommandKernelTest {
  @TempDir Path folder;
  private DaemonNode node;
  private Path config;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void configure() throws Exception {
    node = new DaemonNode(folder);
    config = folder.resolve("node.toml");
    Files.writeString(
        config,
        """
        [crij]
        root = "%s"
        runroot = "%s"
        [crij.api]
        listen = "%s"
        """
            .formatted(node.root(), node.runroot(), node.socket()));
  }

  private int check(String... options) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] arguments = new String[options.length + 2];
    arguments[0] = "--config";
    arguments[1] = config.toString();
    System.arraycopy(options, 0, arguments, 2, options.length);
    OneLineErrors errors = new OneLineErrors();
    return new CommandLine(new CheckCommand())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private Path orphan() throws Exception {
    return Files.createDirectories(node.root().resolve("images/nonsense"));
  }

  private void requireOrphanIsFoundAndRemoved() throws Exception {
    Path orphan = orphan();

    assertThat(check("--deep")).isZero();
    assertThat(out.toString())
        .contains("note: orphan " + orphan)
        .endsWith("0 images, 0 layers and blobs: 0 damaged, 0 repaired\n");
    assertThat(orphan).isDirectory();

    assertThat(check("--repair", "--output", "json")).isZero();
    assertThat(out.toString()).contains("\"repair\":\"removed\"").contains("\"images\":0");
    assertThat(orphan).doesNotExist();
  }

  @Test
  void itAsksTheDaemonThatRuns() throws Exception {
    Daemon daemon = Daemon.start(node.configuration(Map.of()), Failpoints.NONE);
    try {
      requireOrphanIsFoundAndRemoved();
    } finally {
      daemon.stop();
    }
  }

  @Test
  void itOpensTheStoresOfAStoppedDaemonAndLeavesThemClosed() throws Exception {
    requireOrphanIsFoundAndRemoved();

    assertThat(MountTable.read().below(folder)).isEmpty();
    Daemon daemon = Daemon.start(node.configuration(Map.of()), Failpoints.NONE);
    daemon.stop();
  }

  @Test
  void storesThatADaemonHasUnderAnotherSocketAreLeftAlone() throws Exception {
    Daemon daemon = Daemon.start(node.configuration(Map.of()), Failpoints.NONE);
    try {
      assertThat(check("--listen", folder.resolve("other.sock").toString())).isEqualTo(1);
      assertThat(err.toString()).contains("in use by another daemon").doesNotContain("\tat ");
    } finally {
      daemon.stop();
    }
  }
}
