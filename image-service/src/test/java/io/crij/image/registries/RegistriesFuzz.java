package io.crij.image.registries;

import io.crij.image.fuzz.FuzzTarget;
import io.crij.image.reference.ImageReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** registries.conf and hosts.toml. */
public final class RegistriesFuzz {
  private static final Path FILE = Path.of("/etc/containers/registries.conf");
  private static final List<ImageReference> IMAGES =
      List.of(
          ImageReference.parse("busybox"),
          ImageReference.parse("a.example.com/b/c:d"),
          ImageReference.parse("[::1]:5000/b@sha256:" + "a".repeat(64)));
  private static final String REGISTRIES =
      """
      unqualified-search-registries = ["docker.io", "quay.io/x"]
      short-name-mode = "enforcing"
      credential-helpers = ["containers-auth.json", "secret"]
      [[registry]]
      prefix = "*.example.com"
      location = "mirror.example:5000/m"
      insecure = true
      mirror-by-digest-only = true
      [[registry.mirror]]
      location = "a.example/b"
      pull-from-mirror = "tag-only"
      insecure = false
      [[registry]]
      location = "docker.io"
      blocked = false
      [aliases]
      "busybox" = "quay.io/lib/busybox"
      other = ""
      """;
  private static final String HOSTS =
      """
      server = "https://registry-1.docker.io"
      ca = "/etc/ca.crt"
      [host."https://mirror.example:5000/x"]
      capabilities = ["pull", "resolve"]
      override_path = true
      skip_verify = true
      client = [["/c.cert", "/c.key"]]
      ca = ["a.crt", "b.crt"]
      [host."https://mirror.example:5000/x".header]
      authorization = ["Basic c2VjcmV0"]
      x-other = "c2VjcmV0"
      """;

  private RegistriesFuzz() {}

  public static List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.ofText(
                "registries.conf",
                List.of(REGISTRIES, "[registries.search]\nregistries = ['a']\n", ""),
                " [[registry]] [[registry.mirror]] [aliases] prefix location insecure blocked = \""
                    + " ''' unqualified-search-registries short-name-mode credential-helpers"
                    + " pull-from-mirror mirror-by-digest-only *.example.com docker.io [] {} true"
                    + " false 1979-05-27T07:32:00Z 0x1 1e9 inf nan \\u0000 [registry] \"\"\" # .",
                RegistriesFuzz::readRegistries)
            .withShare(15),
        FuzzTarget.ofText(
                "hosts.toml",
                List.of(HOSTS, "[host.\"a.example\"]\n", "client = ['/a']\n"),
                " server [host.\"https://x\"] .header capabilities override_path skip_verify client"
                    + " ca \"pull\" \"resolve\" = [] {} true false ''' \"\"\" :// http:// [::1] %00"
                    + " \\u0000 # . 1",
                RegistriesFuzz::readHosts)
            .withShare(8));
  }

  private static void readRegistries(byte[] input) {
    RegistriesToml.Content content =
        new RegistriesToml(FILE, FuzzTarget::requirePlain)
            .parse(new String(input, StandardCharsets.UTF_8));
    Registries registries = registries(content);
    for (ImageReference image : IMAGES) {
      for (RouteEntry entry : registries.route(image)) {
        FuzzTarget.requirePlain(entry.endpoint() + " " + entry.why());
      }
    }
    registries.meanings("busybox");
    registries.meaningsToPull("other:1", Optional.empty());
  }

  private static Registries registries(RegistriesToml.Content content) {
    Map<String, Said<String>> aliases = new LinkedHashMap<>();
    content.aliases().forEach((name, full) -> aliases.put(name, new Said<>(full, FILE)));
    return new Registries(
        content.searchRegistries().map(said -> new Said<>(said, FILE)),
        content.rules(),
        aliases,
        content.mode().map(said -> new Said<>(said, FILE)),
        content.credentialHelpers().orElse(List.of()));
  }

  private static void readHosts(byte[] input) {
    HostFolder.Hosts hosts = new HostsToml(FILE).parse(new String(input, StandardCharsets.UTF_8));
    Endpoint named = new Endpoint(IMAGES.getFirst(), false, false, Optional.of(FILE));
    List<RouteEntry> route = new ArrayList<>();
    Routes.throughHosts(new RouteEntry(named, Optional.empty(), "it says so"), hosts, route);
    for (RouteEntry entry : route) {
      FuzzTarget.requirePlain(entry.endpoint() + " " + entry.endpoint().access() + entry.why());
    }
  }
}
