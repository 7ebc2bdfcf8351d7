package io.crij.e2e.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The streaming server with TLS, looked at with openssl. */
@TestInstance(Lifecycle.PER_CLASS)
class StreamTlsKernelTest {
  private final Path keys = keys();

  @RegisterExtension
  private final SharedNode crij =
      SharedNode.with(
          setup ->
              setup.withConfiguration(
                  """
                  [crij.api]
                  stream_enable_tls = true
                  stream_tls_cert = "%1$s/server.pem"
                  stream_tls_key = "%1$s/server.key"
                  stream_tls_ca = "%1$s/ca.pem"
                  """
                      .formatted(keys)));

  private static Path keys() {
    try {
      Path folder = Files.createTempDirectory("crij-e2e-keys");
      make(folder, "ca", "authority");
      make(folder, "server", "first");
      return folder;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void make(Path folder, String name, String subject) {
    HostProgram.run(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=" + subject,
            "-keyout",
            folder.resolve(name + ".key").toString(),
            "-out",
            folder.resolve(name + ".pem").toString())
        .output();
  }

  @Test
  void clientsNeedACertificateAndNewFilesAreUsedAtOnce() {
    TestContainer shell = crij.pods().run("tls").start(Containers.waiting("shell").build());
    URI url = URI.create(CommandStreams.execUrl(shell, false, false, "true"));
    assertThat(url.getScheme()).isEqualTo("https");
    String unknown = "GET /exec/unknown HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n";
    assertThat(talk(url, unknown, "")).doesNotContain("HTTP/1.1");
    String certified = "-cert " + keys + "/ca.pem -key " + keys + "/ca.key";
    assertThat(talk(url, unknown, certified)).contains("HTTP/1.1 404").contains("CN = first");
    make(keys, "server", "second");
    assertThat(talk(url, unknown, certified)).contains("HTTP/1.1 404").contains("CN = second");
    assertThat(talk(url, unknown, certified + " -tls1_1")).doesNotContain("HTTP/1.1 404");
  }

  private static String talk(URI url, String request, String options) {
    String script =
        "(printf '%s'; sleep 1) | timeout 10 openssl s_client -ign_eof -connect %s:%d %s 2>&1; true"
            .formatted(request, url.getHost(), url.getPort(), options);
    return HostProgram.run("sh", "-c", script).output();
  }
}
