package io.crij.image.registry;

import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that the environment names: {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code NO_PROXY}
 * or the same in lower case, as curl and Go's programs read them.
 */
public final class ProxyRules {
  /** No proxy, whatever the environment says. */
  public static final ProxyRules NONE =
      new ProxyRules(Optional.empty(), Optional.empty(), ProxyExceptions.of(""));

  private static final int USUAL_PORT = 80;

  /** A proxy and the header that opens it. */
  private record Server(String host, int port, Optional<String> authorization) {
    InetSocketAddress address() {
      return InetSocketAddress.createUnresolved(host, port);
    }
  }

  private final Optional<Server> http;
  private final Optional<Server> https;
  private final ProxyExceptions exceptions;

  private ProxyRules(Optional<Server> http, Optional<Server> https, ProxyExceptions exceptions) {
    this.http = http;
    this.https = https;
    this.exceptions = exceptions;
  }

  /**
   * Reads an environment.
   *
   * @throws InvalidArgument when a proxy's URL is none, naming the variable and not its value
   */
  public static ProxyRules of(Map<String, String> environment) {
    return new ProxyRules(
        server(environment, "HTTP_PROXY"),
        server(environment, "HTTPS_PROXY"),
        ProxyExceptions.of(value(environment, "NO_PROXY").orElse("")));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toLowerCase(java.util.Locale.ROOT))))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static Optional<Server> server(Map<String, String> environment, String name) {
    return value(environment, name).map(value -> parse(name, value));
  }

  private static Server parse(String name, String value) {
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        return new Server(
            uri.getHost(), port, Optional.ofNullable(uri.getRawUserInfo()).map(ProxyRules::basic));
      }
    } catch (URISyntaxException e) {
      // Its message quotes the value, which may have a password in it.
    }
    throw new InvalidArgument(
        "the variable " + name + " names no proxy that can be used",
        "Write http://[user:password@]host:port.");
  }

  private static String basic(String userInfo) {
    // A plus is a plus here.
    String pair = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Server> serverFor(URI uri) {
    Origin origin = Origin.of(uri);
    return exceptions.covers(origin.host(), origin.port())
        ? Optional.empty()
        : origin.encrypted() ? https : http;
  }

  /**
   * The Proxy-Authorization header of a request; it never reaches the registry. For TLS the JDK
   * passes it on only when jdk.http.auth.tunneling.disabledSchemes is empty, as our launcher sets
   * it.
   */
  Optional<String> authorization(URI uri) {
    return serverFor(uri).flatMap(Server::authorization);
  }

  ProxySelector selector() {
    return new Selector();
  }

  private final class Selector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return List.of(
          serverFor(uri)
              .map(server -> new Proxy(Proxy.Type.HTTP, server.address()))
              .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
      // The request fails with this very reason.
    }
  }
}
