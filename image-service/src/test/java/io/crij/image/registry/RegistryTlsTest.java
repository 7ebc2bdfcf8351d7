package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.crij.image.reference.ImageReference;
import io.crij.image.registries.Endpoint;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.operations.failure.Unavailable;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose certificate nobody vouches for. */
class RegistryTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] MANIFEST = FakeImage.utf8("manifest");

  @TempDir Path directory;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final HttpTransport transport = new HttpTransport(RegistryFixture.LIMITS);
  private final RegistryClient client =
      new RegistryClient(transport, RegistryFixture.LIMITS, _ -> {}, Clock.systemUTC());
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestURI().getPath());
          FakeRegistry.answer(exchange, 200, "", MANIFEST);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    transport.close();
    server.stop(0);
  }

  @Test
  void loopbackNeedsNoTrustedCertificate() {
    assertThat(repository("127.0.0.1", false).manifest().bytes()).isEqualTo(MANIFEST);
  }

  @Test
  void insecureNeedsNoTrustedCertificate() throws UnknownHostException {
    assertThat(repository(ownName(), true).manifest().bytes()).isEqualTo(MANIFEST);
  }

  @Test
  void p13AnUntrustedCertificateIsNeverPassedOver() throws UnknownHostException {
    RegistryRepository strict = repository(ownName(), false);

    assertThatThrownBy(strict::manifest)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no trusted TLS connection")
        .hasMessageContaining("insecure");
    assertThat(seen).isEmpty();
  }

  private RegistryRepository repository(String host, boolean insecure) {
    ImageReference reference =
        ImageReference.parse(host + ":" + server.getAddress().getPort() + "/app:1");
    return client.repository(
        new Endpoint(reference, insecure, false, Optional.empty()), Credentials.none());
  }

  private static String ownName() throws UnknownHostException {
    String name = InetAddress.getLocalHost().getHostName();
    assumeTrue(!name.startsWith("localhost"), "this host has no name of its own");
    return name;
  }

  private SSLContext selfSigned() throws Exception {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-dname",
                "CN=elsewhere",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
