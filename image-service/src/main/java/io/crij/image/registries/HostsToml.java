package io.crij.image.registries;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads a hosts.toml (containerd, docs/hosts.md). Keys of later versions are passed over. */
final class HostsToml {
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

  /** What the client itself decides. */
  private static final Set<String> RESERVED =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "range", "accept");

  private final Path file;

  HostsToml(Path file) {
    this.file = file;
  }

  /**
   * Reads the text.
   *
   * @throws InvalidArgument naming file and key when it is malformed
   */
  HostFolder.Hosts parse(String text) {
    JsonNode root;
    try {
      root = TomlMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new InvalidArgument(file + " is not valid TOML", "Correct the file.", e);
    }
    List<HostFolder.Host> mirrors = new ArrayList<>();
    JsonNode tables = root.path("host");
    if (!tables.isMissingNode() && !tables.isObject()) {
      throw wrong("host", "must be written as [host.\"URL\"] tables");
    }
    for (String url : tables.propertyNames()) {
      JsonNode table = tables.get(url);
      if (!table.isObject()) {
        throw wrong("host", "must be written as [host.\"URL\"] tables");
      }
      mirrors.add(host(Optional.of(url(url)), table));
    }
    Optional<URI> server = text(root, "server").filter(s -> !s.isEmpty()).map(this::url);
    return new HostFolder.Hosts(file, mirrors, host(server, root));
  }

  private HostFolder.Host host(Optional<URI> url, JsonNode table) {
    List<String> capabilities = strings(table, "capabilities");
    boolean all = !table.has("capabilities");
    TlsFiles tls =
        new TlsFiles(strings(table, "ca").stream().map(this::path).toList(), clients(table));
    EndpointAccess access =
        new EndpointAccess(
            url.map(found -> base(found, flag(table, "override_path"))),
            !flag(table, "skip_verify"),
            tls,
            all || capabilities.contains("resolve"),
            headers(table),
            Optional.empty());
    return new HostFolder.Host(url, all || capabilities.contains("pull"), access);
  }

  private URI url(String text) {
    String full = text.contains("://") ? text : "https://" + text;
    try {
      URI url = new URI(full);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      boolean plain = url.getUserInfo() == null && url.getQuery() == null;
      if (http && url.getHost() != null && plain && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Falls through to the one refusal.
    }
    throw wrong("a host", "must be a URL of host, port and path only");
  }

  private static URI base(URI url, boolean asItIs) {
    String path = url.getRawPath().replaceAll("/+$", "");
    String whole = asItIs || path.endsWith("/v2") ? path : path + "/v2";
    return URI.create(url.getScheme() + "://" + url.getRawAuthority() + whole);
  }

  private List<ClientCertificate> clients(JsonNode table) {
    JsonNode value = table.path("client");
    if (!value.isArray()) {
      return strings(table, "client").stream().map(one -> client(List.of(one))).toList();
    }
    // A flat pair is not one: containerd takes each text for a file with both parts.
    List<ClientCertificate> clients = new ArrayList<>();
    for (JsonNode item : value) {
      clients.add(client(texts("client", item)));
    }
    return clients;
  }

  private ClientCertificate client(List<String> files) {
    if (files.isEmpty() || files.size() > 2) {
      throw wrong("client", "must hold files, or pairs of certificate and key");
    }
    return new ClientCertificate(path(files.getFirst()), path(files.getLast()));
  }

  private Path path(String text) {
    try {
      return file.resolveSibling(text);
    } catch (InvalidPathException e) {
      throw wrong("a file", "has a name that is none: " + PlainText.of(text, 80));
    }
  }

  private Map<String, List<String>> headers(JsonNode table) {
    JsonNode value = table.path("header");
    if (!value.isMissingNode() && !value.isObject()) {
      throw wrong("header", "must be a table");
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String name : value.propertyNames()) {
      List<String> texts = texts("header", value.get(name));
      boolean printable = texts.stream().allMatch(t -> t.chars().allMatch(c -> c >= 32 && c < 127));
      if (!HEADER.matcher(name).matches()
          || !printable
          || RESERVED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
        throw wrong("header", "has one that cannot be sent: " + PlainText.of(name, 80));
      }
      headers.put(name, texts);
    }
    return headers;
  }

  private boolean flag(JsonNode table, String key) {
    JsonNode value = table.path(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw wrong(key, "must be true or false");
    }
    return value.asBoolean(false);
  }

  private Optional<String> text(JsonNode table, String key) {
    JsonNode value = table.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw wrong(key, "must be a string");
    }
    return Optional.of(value.stringValue());
  }

  private List<String> strings(JsonNode table, String key) {
    JsonNode value = table.path(key);
    return value.isMissingNode() ? List.of() : texts(key, value);
  }

  private List<String> texts(String key, JsonNode value) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : value.isArray() ? value : List.of(value)) {
      if (!item.isString()) {
        throw wrong(key, "must be a string or hold strings");
      }
      texts.add(item.stringValue());
    }
    return List.copyOf(texts);
  }

  private InvalidArgument wrong(String key, String why) {
    return new InvalidArgument(file + ": " + key + " " + why, "Correct the file.");
  }
}
