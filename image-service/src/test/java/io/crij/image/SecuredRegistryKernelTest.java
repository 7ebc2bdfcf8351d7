package io.crij.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.image.registry.DownloadLimits;
import io.crij.image.testing.CertificateMaker;
import io.crij.image.testing.DockerRegistry;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real registry that wants TLS with a certificate of the client's and a password, set up by the
 * files that operators write; and a layer that is big enough for parts.
 */
class SecuredRegistryKernelTest {
  /** ann, with the password "secret". */
  private static final String HTPASSWD =
      "ann:$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";

  private static final String AUTH = "{\"auths\":{\"%s/team\":{\"auth\":\"YW5uOnNlY3JldA==\"}}}";

  @TempDir Path directory;
  private Process process;
  private ImageNode node;
  private String host;
  private FakeImage image;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(DockerRegistry.PROGRAM), "docker-registry is not installed");
    byte[] big = new byte[18 << 20];
    new Random(3).nextBytes(big);
    image =
        FakeImage.withLayers(
            TestLayer.plain(TarEntry.archive(TarEntry.file("big", big))),
            TestLayer.gzip(TarEntry.file("small", "x")));
    try (DockerRegistry open = new DockerRegistry(directory)) {
      open.push("team/app", "1", image);
    }
    CertificateMaker maker = new CertificateMaker(directory);
    maker.authority("ca");
    maker.signed("server", "ca", "IP:127.0.0.1", 2);
    maker.signed("me", "ca", "DNS:me", 2);
    secure();
    node =
        new ImageNode(
            directory, ImageLimits.DEFAULT.withDownloads(DownloadLimits.DEFAULT.of(4, 4, 3)));
    node.reach(settings -> settings.withHostFolders(List.of(directory.resolve("hosts.d"))));
    node.start();
  }

  @AfterEach
  void stop() throws IOException {
    if (process != null) {
      node.close();
      process.destroy();
      process.onExit().join();
    }
  }

  @Test
  void filesWrittenWhileTheDaemonRunsOpenTheRegistryStepByStep() throws Exception {
    String name = host + "/team/app:1";
    Path folder = Files.createDirectories(directory.resolve("hosts.d").resolve(host));
    String server = "server = \"https://" + host + "\"\n";

    Files.writeString(folder.resolve("hosts.toml"), server);
    assertThatThrownBy(() -> node.pull(name))
        .hasCauseInstanceOf(Unavailable.class)
        .hasMessageContaining("no trusted TLS connection");

    Files.writeString(folder.resolve("hosts.toml"), server + "ca = \"../../ca.crt\"\n");
    assertThatThrownBy(() -> node.pull(name)).hasCauseInstanceOf(Unavailable.class);

    Files.writeString(
        folder.resolve("hosts.toml"),
        server + "ca = \"../../ca.crt\"\nclient = [[\"../../me.crt\", \"../../me.key\"]]\n");
    assertThatThrownBy(() -> node.pull(name))
        .hasCauseInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("401")
        .hasMessageContaining("credentials");

    Files.writeString(directory.resolve("auth.json"), AUTH.formatted(host));
    assertThat(node.pull(name)).isEqualTo(image.id());
    Path layer = node.root().resolve("layers/sha256").resolve(image.diffIds().getFirst().hex());
    assertThat(layer.resolve("diff/big")).hasSize(18L << 20);
  }

  @Test
  void anAliasAndAMirrorLeadThereUnderTheImagesOwnName() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("hosts.d/registry.example.com"));
    Files.writeString(
        folder.resolve("hosts.toml"),
        """
        [host."https://%s"]
        ca = "../../ca.crt"
        client = [["../../me.crt", "../../me.key"]]
        """
            .formatted(host));
    Files.writeString(directory.resolve("auth.json"), AUTH.formatted(host));
    Files.writeString(
        node.registriesConf(), "[aliases]\n\"app\" = \"registry.example.com/team/app\"\n");

    assertThat(node.pull("app:1")).isEqualTo(image.id());
    assertThat(node.restart().images().list().getFirst().repoTags())
        .containsExactly("registry.example.com/team/app:1");
  }

  private void secure() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    host = "127.0.0.1:" + port;
    Files.writeString(directory.resolve("htpasswd"), HTPASSWD);
    Path config =
        Files.writeString(
            directory.resolve("secured.yml"),
            """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: %1$s/registry}}
            auth: {htpasswd: {realm: test, path: %1$s/htpasswd}}
            http:
              addr: "%2$s"
              tls:
                certificate: %1$s/server.crt
                key: %1$s/server.key
                clientcas: ["%1$s/ca.crt"]
            """
                .formatted(directory, host));
    process =
        new ProcessBuilder(DockerRegistry.PROGRAM.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("secured.log").toFile())
            .start();
    while (!answers(port)) {
      if (!process.isAlive()) {
        throw new IOException(Files.readString(directory.resolve("secured.log")));
      }
      Thread.sleep(50);
    }
  }

  private static boolean answers(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
