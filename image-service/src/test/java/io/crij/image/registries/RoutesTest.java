package io.crij.image.registries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** hosts.toml and certs.d behind registries.conf. */
class RoutesTest {
  @TempDir Path directory;

  @Test
  void withoutFoldersRegistriesConfDecides() throws IOException {
    write("registries.conf", "[[registry]]\nprefix = \"a.org\"\nlocation = \"b.org/a\"\n");

    RouteEntry only = route("a.org/x").getFirst();

    assertThat(only.endpoint()).hasToString("registry b.org/a/x");
    assertThat(only.source()).hasValue(directory.resolve("registries.conf"));
    assertThat(only.why()).isEqualTo("location of a.org");
    assertThat(route("c.org/x").getFirst().source()).isEmpty();
  }

  @Test
  void hostsTomlAddsHostsInItsOrderBeforeTheServer() throws IOException {
    write(
        "one/docker.io/hosts.toml",
        """
        server = "https://registry-1.docker.io"
        [host."https://mirror.example.com"]
          capabilities = ["pull", "resolve"]
          ca = "mirror.crt"
          client = [["c.pem", "k.pem"], ["both.pem"]]
        [host."http://10.0.0.7:5000/cache/"]
          capabilities = ["pull"]
          [host."http://10.0.0.7:5000/cache/".header]
            X-Meta = ["one", "two"]
            Authorization = "Basic hush"
        [host."https://raw.example.com/v2/hub"]
          override_path = true
          skip_verify = true
        [host."https://push.example.com"]
          capabilities = ["push"]
        """);

    List<RouteEntry> route = route("busybox:1");

    assertThat(route)
        .extracting(entry -> entry.endpoint().toString())
        .containsExactly(
            "mirror mirror.example.com/library/busybox",
            "mirror 10.0.0.7:5000/library/busybox",
            "mirror raw.example.com/library/busybox",
            "registry docker.io/library/busybox");
    assertThat(route)
        .extracting(entry -> entry.endpoint().access().base().orElseThrow())
        .containsExactly(
            URI.create("https://mirror.example.com/v2"),
            URI.create("http://10.0.0.7:5000/cache/v2"),
            URI.create("https://raw.example.com/v2/hub"),
            URI.create("https://registry-1.docker.io/v2"));
    assertThat(route)
        .extracting(entry -> entry.endpoint().access().namespace().orElse(""))
        .containsExactly("docker.io", "docker.io", "docker.io", "");
    assertThat(route)
        .extracting(entry -> entry.endpoint().access().resolves())
        .containsExactly(true, false, true, true);
    assertThat(route)
        .extracting(entry -> entry.endpoint().insecure())
        .containsExactly(false, true, true, false);
    Path folder = directory.resolve("one/docker.io");
    assertThat(route.getFirst().endpoint().access().tls())
        .isEqualTo(
            new TlsFiles(
                List.of(folder.resolve("mirror.crt")),
                List.of(
                    new ClientCertificate(folder.resolve("c.pem"), folder.resolve("k.pem")),
                    new ClientCertificate(
                        folder.resolve("both.pem"), folder.resolve("both.pem")))));
    assertThat(route.get(1).endpoint().access().headers())
        .isEqualTo(Map.of("X-Meta", List.of("one", "two"), "Authorization", List.of("Basic hush")));
    assertThat(route.toString()).doesNotContain("hush");
    assertThat(route).allMatch(entry -> entry.source().orElseThrow().endsWith("hosts.toml"));
    assertThat(route)
        .extracting(RouteEntry::why)
        .contains("host for docker.io", "server of docker.io");
  }

  @Test
  void aServerThatIsNotNamedIsTheRegistryItself() throws IOException {
    write("one/quay.io/hosts.toml", "skip_verify = true\n");

    Endpoint server = route("quay.io/x").getFirst().endpoint();

    assertThat(server.access().base()).isEmpty();
    assertThat(server.insecure()).isTrue();
    assertThat(server.mirror()).isFalse();
  }

  @Test
  void foldersAreFoundByPortInTheirOrderAndLastByDefault() throws IOException {
    write("two/r.org:5000/hosts.toml", "[host.\"https://second.org\"]\n");
    assertThat(first("r.org:5000/x")).isEqualTo("mirror second.org/x");
    write("one/r.org_5000_/hosts.toml", "[host.\"https://older.org\"]\n");
    assertThat(first("r.org:5000/x")).isEqualTo("mirror second.org/x");
    write("one/r.org:5000/hosts.toml", "[host.\"https://first.org\"]\n");
    assertThat(first("r.org:5000/x")).isEqualTo("mirror first.org/x");
    write("one/_default/hosts.toml", "[host.\"https://all.org\"]\n");
    assertThat(first("r.org:5000/x")).isEqualTo("mirror first.org/x");
    assertThat(first("other.org/x")).isEqualTo("mirror all.org/x");
    assertThat(route("other.org/x").getFirst().endpoint().access().namespace())
        .hasValue("other.org");
  }

  @Test
  void mirrorsOfRegistriesConfHaveFoldersToo() throws IOException {
    write(
        "registries.conf",
        "[[registry]]\nprefix = \"a.org\"\n[[registry.mirror]]\nlocation = \"m.org\"\n");
    write("one/m.org/hosts.toml", "server = \"https://m.org:8443\"\n");

    assertThat(route("a.org/x"))
        .extracting(entry -> entry.endpoint().toString())
        .containsExactly("mirror m.org:8443/x", "registry a.org/x");
  }

  @Test
  void certificatesLieInTheFolder() throws IOException {
    write("one/r.org/a.crt", "");
    write("one/r.org/b.crt", "");
    write("one/r.org/me.cert", "");
    write("one/r.org/me.key", "");
    Path folder = directory.resolve("one/r.org");

    RouteEntry entry = route("r.org/x").getFirst();

    assertThat(entry.endpoint().access().tls())
        .isEqualTo(
            new TlsFiles(
                List.of(folder.resolve("a.crt"), folder.resolve("b.crt")),
                List.of(
                    new ClientCertificate(folder.resolve("me.cert"), folder.resolve("me.key")))));
    assertThat(entry.why()).contains(folder.toString());

    Files.delete(folder.resolve("me.key"));
    assertThatThrownBy(() -> route("r.org/x"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("me.cert")
        .hasMessageContaining("me.key");
  }

  @Test
  void changesCountAtOnce() throws IOException {
    assertThat(first("r.org/x")).isEqualTo("registry r.org/x");
    write("one/r.org/hosts.toml", "[host.\"https://m.org\"]\n");
    assertThat(first("r.org/x")).isEqualTo("mirror m.org/x");
    Files.delete(directory.resolve("one/r.org/hosts.toml"));
    assertThat(first("r.org/x")).isEqualTo("registry r.org/x");
  }

  @Test
  void whatIsWrongIsNamedWithFile() throws IOException {
    for (String wrong :
        List.of(
            "server = 1",
            "server = \"ftp://x\"",
            "server = \"https://u:hush@x\"",
            "host = 1",
            "[host]\nx = 1",
            "[host.\"https://x/?a=hush\"]",
            "[host.\"https://x\"]\nskip_verify = \"yes\"",
            "[host.\"https://x\"]\nca = 1",
            "[host.\"https://x\"]\nclient = [[\"a\", \"b\", \"c\"]]",
            "[host.\"https://x\"]\n[host.\"https://x\".header]\nHost = \"y\"",
            "[host.\"https://x\"]\n[host.\"https://x\".header]\n\"a b\" = \"y\"",
            "[host.\"https://x\"]\n[host.\"https://x\".header]\na = \"hush\\n\"",
            "[host")) {
      write("one/r.org/hosts.toml", wrong);
      assertThatThrownBy(() -> route("r.org/x"))
          .as(wrong)
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("one/r.org/hosts.toml")
          .hasMessageNotContaining("hush");
    }
  }

  private String first(String image) {
    return route(image).getFirst().endpoint().toString();
  }

  private List<RouteEntry> route(String image) {
    return new Routes(
            new RegistriesFiles(directory.resolve("registries.conf")),
            new HostFolders(List.of(directory.resolve("one"), directory.resolve("two"))),
            Optional.empty())
        .route(ImageReference.parse(image));
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
