package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.crij.image.reference.ImageReference;
import io.crij.image.registries.ClientCertificate;
import io.crij.image.registries.Endpoint;
import io.crij.image.registries.EndpointAccess;
import io.crij.image.registries.TlsFiles;
import io.crij.image.testing.CertificateMaker;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Unavailable;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries behind TLS with certificates of a site's own. */
class RegistryCertificatesTest {
  private static final byte[] MANIFEST = FakeImage.utf8("manifest");
  private static final String PASSWORD = "changeit";

  @TempDir Path directory;
  private final HttpTransport transport = new HttpTransport(RegistryFixture.LIMITS);
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
  private boolean asksForCertificate;

  @AfterEach
  void stop() throws Exception {
    transport.close();
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void anAuthorityOfTheRegistrysFolderIsTrustedAndReplacedWithoutRestart() throws Exception {
    CertificateMaker maker = new CertificateMaker(directory);
    maker.authority("ca");
    maker.authority("other");
    maker.signed("server", "ca", "IP:127.0.0.1", 2);
    int port = serve("server");
    TlsFiles trusted = new TlsFiles(List.of(directory.resolve("used.crt")), List.of());

    Files.copy(directory.resolve("other.crt"), directory.resolve("used.crt"));
    assertThatThrownBy(repository(port, trusted)::manifest)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no trusted TLS connection");
    Files.copy(
        directory.resolve("ca.crt"),
        directory.resolve("used.crt"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(repository(port, trusted).manifest().bytes()).isEqualTo(MANIFEST);
    assertThatThrownBy(repository(port, TlsFiles.NONE)::manifest).isInstanceOf(Unavailable.class);
  }

  @Test
  void anExpiredCertificateIsRefusedAndSaidToBe() throws Exception {
    CertificateMaker maker = new CertificateMaker(directory);
    maker.authority("ca");
    maker.signed("server", "ca", "IP:127.0.0.1", -1);
    int port = serve("server");

    assertThatThrownBy(
            repository(port, new TlsFiles(List.of(directory.resolve("ca.crt")), List.of()))
                ::manifest)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("has expired")
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    CertificateMaker maker = new CertificateMaker(directory);
    maker.authority("ca");
    maker.signed("server", "ca", "DNS:elsewhere.example.com", 2);
    int port = serve("server");

    assertThatThrownBy(
            repository(port, new TlsFiles(List.of(directory.resolve("ca.crt")), List.of()))
                ::manifest)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no trusted TLS connection");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "rsa1", "ec", "ec1", "ed25519"})
  void aClientCertificateIsShownWithKeysOfEveryForm(String form) throws Exception {
    CertificateMaker maker = new CertificateMaker(directory);
    maker.authority("ca");
    maker.signed("server", "ca", "IP:127.0.0.1", 2);
    String[] key =
        switch (form) {
          case "ec", "ec1" -> new String[] {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"};
          case "ed25519" -> new String[] {"-newkey", "ed25519"};
          default -> new String[0];
        };
    maker.signed("me", "ca", "DNS:me", 2, key);
    switch (form) {
      case "rsa1" -> maker.openssl("rsa -in me.key -out me.key -traditional");
      case "ec1" -> maker.openssl("ec -in me.key -out me.key");
      default -> {}
    }
    asksForCertificate = true;
    int port = serve("server");
    List<Path> authorities = List.of(directory.resolve("ca.crt"));
    ClientCertificate me =
        new ClientCertificate(directory.resolve("me.crt"), directory.resolve("me.key"));

    assertThatThrownBy(repository(port, new TlsFiles(authorities, List.of()))::manifest)
        .isInstanceOf(Unavailable.class);
    assertThat(repository(port, new TlsFiles(authorities, List.of(me))).manifest().bytes())
        .isEqualTo(MANIFEST);
  }

  @Test
  void filesThatCannotBeUsedAreNamedAndNotQuoted() throws Exception {
    CertificateMaker maker = new CertificateMaker(directory);
    maker.authority("ca");
    maker.openssl("pkey -in ca.key -out locked.key -aes128 -passout pass:x1y2");
    Path good = directory.resolve("ca.crt");
    Path text = Files.writeString(directory.resolve("text.crt"), "hush");
    Path broken =
        Files.writeString(
            directory.resolve("broken.key"),
            "-----BEGIN PRIVATE KEY-----\naHVzaA==\n-----END PRIVATE KEY-----\n");
    for (TlsFiles wrong :
        List.of(
            new TlsFiles(List.of(text), List.of()),
            new TlsFiles(List.of(directory.resolve("absent.crt")), List.of()),
            new TlsFiles(List.of(), List.of(new ClientCertificate(good, broken))),
            new TlsFiles(List.of(), List.of(new ClientCertificate(good, text))),
            new TlsFiles(
                List.of(),
                List.of(new ClientCertificate(good, directory.resolve("locked.key")))))) {
      assertThatThrownBy(repository(1, wrong)::manifest)
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining(directory.toString())
          .hasMessageNotContaining("hush")
          .hasMessageNotContaining("aHVzaA");
    }
  }

  @Test
  void aProxyIsAskedToConnectWithItsPasswordWhichTheRegistryNeverSees() throws Exception {
    CertificateMaker maker = new CertificateMaker(directory);
    maker.authority("ca");
    maker.signed("server", "ca", "DNS:registry.example.com", 2);
    int port = serve("server");
    FakeProxy proxy = new FakeProxy(port);
    open.add(proxy);
    HttpTransport proxied =
        new HttpTransport(
            RegistryFixture.LIMITS,
            ProxyRules.of(Map.of("HTTPS_PROXY", "http://ann:hush@" + proxy.address())));
    open.add(proxied);
    RegistryClient client =
        new RegistryClient(proxied, RegistryFixture.LIMITS, _ -> {}, Clock.systemUTC());

    RegistryRepository repository =
        client.repository(
            endpoint(
                "registry.example.com",
                Optional.empty(),
                new TlsFiles(List.of(directory.resolve("ca.crt")), List.of())),
            Credentials.none());

    assertThat(repository.manifest().bytes()).isEqualTo(MANIFEST);
    assertThat(proxy.heads())
        .hasSize(1)
        .allMatch(head -> head.startsWith("CONNECT registry.example.com:443 "))
        .allMatch(head -> head.contains(new Credentials.Password("ann", "hush").basic()));
    assertThat(proxyHeaders).containsOnly(Optional.empty());
  }

  private final List<Optional<String>> proxyHeaders = new CopyOnWriteArrayList<>();

  private RegistryRepository repository(int port, TlsFiles files) {
    // A base, since loopback would be spoken to over plain HTTP first.
    URI base = URI.create("https://127.0.0.1:" + port + "/v2");
    return new RegistryClient(
            transport,
            RegistryFixture.LIMITS,
            _ -> {},
            Clock.systemUTC(),
            RegistryClient.Downloads.USUAL,
            Set.of())
        .repository(endpoint("127.0.0.1:" + port, Optional.of(base), files), Credentials.none());
  }

  private static Endpoint endpoint(String host, Optional<URI> base, TlsFiles files) {
    EndpointAccess access = new EndpointAccess(base, true, files, true, Map.of(), Optional.empty());
    return new Endpoint(
        ImageReference.parse(host + "/app:1"), false, false, Optional.empty(), access);
  }

  private int serve(String certificate) throws Exception {
    new CertificateMaker(directory).bundle(certificate, PASSWORD);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve(certificate + ".p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "ca", new PemFile(directory.resolve("ca.crt")).certificates().getFirst());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    boolean asks = asksForCertificate;
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = context.getDefaultSSLParameters();
            ssl.setNeedClientAuth(asks);
            parameters.setSSLParameters(ssl);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          proxyHeaders.add(
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Proxy-Authorization")));
          FakeRegistry.answer(exchange, 200, "", MANIFEST);
        });
    server.start();
    open.add(() -> server.stop(0));
    return server.getAddress().getPort();
  }
}
