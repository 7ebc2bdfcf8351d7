package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.crij.image.reference.ImageReference;
import io.crij.image.registries.Endpoint;
import io.crij.image.registries.HostFolders;
import io.crij.image.registries.RegistriesFiles;
import io.crij.image.registries.Routes;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts as hosts.toml describes them, proxies, and addresses of the sixth version. */
class EndpointAccessTest {
  private static final byte[] MANIFEST = FakeImage.utf8("manifest");

  @TempDir Path directory;
  private final RegistryFixture fixture = new RegistryFixture();
  private FakeRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
  }

  @AfterEach
  void stop() {
    fixture.close();
    registry.close();
  }

  @Test
  void aHostIsAskedBelowItsPathWithHeadersAndTheRegistrysName() throws IOException {
    hosts(
        "docker.io",
        """
        [host."%s/cache"]
          [host."%s/cache".header]
            X-Meta = "yes"
        """
            .formatted(registry.url(), registry.url()));
    List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    registry.on(
        "/cache/v2/library/busybox/manifests/1",
        exchange -> {
          headers.add(Map.copyOf(exchange.getRequestHeaders()));
          FakeRegistry.answer(exchange, 200, "", MANIFEST);
        });

    assertThat(first("busybox:1").manifest().bytes()).isEqualTo(MANIFEST);

    assertThat(registry.seen().getFirst().path())
        .isEqualTo("/cache/v2/library/busybox/manifests/1?ns=docker.io");
    assertThat(headers.getFirst()).containsEntry("X-meta", List.of("yes"));
  }

  @Test
  void p12HeadersOfAHostNeverFollowARedirect() throws IOException {
    hosts(
        "a.org",
        "[host.\"%s\"]\n[host.\"%s\".header]\nAuthorization = \"Basic hush\"\n"
            .formatted(registry.url(), registry.url()));
    try (FakeRegistry elsewhere = new FakeRegistry()) {
      byte[] content = FakeImage.utf8("blob");
      registry.on(
          "/v2/x/blobs/" + FakeImage.descriptorOf("", content).digest(),
          exchange -> {
            exchange.getResponseHeaders().set("Location", elsewhere.url() + "/cdn");
            FakeRegistry.status(exchange, 307);
          });
      elsewhere.on("/cdn", exchange -> FakeRegistry.answer(exchange, 200, "", content));

      try (InputStream in = first("a.org/x:1").open(FakeImage.descriptorOf("", content))) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
      assertThat(registry.seen().getFirst().authorization()).hasValue("Basic hush");
      assertThat(elsewhere.seen()).singleElement().matches(seen -> seen.authorization().isEmpty());
    }
  }

  @Test
  void p13AHostWithHttpsIsNeverSpokenToOverPlainHttp() throws IOException {
    hosts("a.org", "[host.\"https://%s\"]\nskip_verify = true\n".formatted(registry.host()));

    assertThatThrownBy(first("a.org/x:1")::manifest).isInstanceOf(Failure.class);
    assertThat(registry.seen()).isEmpty();
  }

  @Test
  void plainHttpGoesThroughAProxyToo() throws Exception {
    hosts("a.org", "server = \"http://a.org\"\n");
    registry.on("/v2/x/manifests/1", exchange -> FakeRegistry.answer(exchange, 200, "", MANIFEST));
    int port = Integer.parseInt(registry.host().split(":", 2)[1]);
    try (FakeProxy proxy = new FakeProxy(port);
        HttpTransport transport =
            new HttpTransport(
                RegistryFixture.LIMITS,
                ProxyRules.of(Map.of("http_proxy", "ann:hush@" + proxy.address())))) {
      RegistryRepository repository =
          new RegistryClient(transport, RegistryFixture.LIMITS, _ -> {}, Clock.systemUTC())
              .repository(endpoint("a.org/x:1"), Credentials.none());

      assertThat(repository.manifest().bytes()).isEqualTo(MANIFEST);
      assertThat(proxy.heads())
          .singleElement()
          .asString()
          .startsWith("GET http://a.org/v2/x/manifests/1 ")
          .contains(new Credentials.Password("ann", "hush").basic());
    }
  }

  @Test
  void aRegistryByItsSixthVersionAddress() throws IOException {
    boolean there =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(address -> address.equals(InetAddress.ofLiteral("::1")));
    assumeTrue(there, "this host has no ::1");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0), 0);
    server.createContext("/", exchange -> FakeRegistry.answer(exchange, 200, "", MANIFEST));
    server.start();
    try {
      String host = "[::1]:" + server.getAddress().getPort();
      assertThat(fixture.repository(host + "/x:1", Credentials.none()).manifest().bytes())
          .isEqualTo(MANIFEST);
    } finally {
      server.stop(0);
    }
  }

  private void hosts(String host, String text) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(host));
    Files.writeString(folder.resolve("hosts.toml"), text);
  }

  private RegistryRepository first(String image) {
    return fixture.repository(endpoint(image));
  }

  private Endpoint endpoint(String image) {
    return new Routes(
            new RegistriesFiles(directory.resolve("registries.conf")),
            new HostFolders(List.of(directory)),
            Optional.empty())
        .route(ImageReference.parse(image))
        .getFirst()
        .endpoint();
  }
}
