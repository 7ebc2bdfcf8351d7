package io.crij.image.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

/**
 * Sends requests over the JDK's client: no automatic redirects, decompression, cookies or
 * credentials. Call from a platform thread; an interrupt ends the call.
 */
public final class HttpTransport implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;
  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

  private final RegistryLimits limits;
  private final ProxyRules proxies;
  private final HttpClients clients;

  /** Without proxies. */
  public HttpTransport(RegistryLimits limits) {
    this(limits, ProxyRules.NONE);
  }

  public HttpTransport(RegistryLimits limits, ProxyRules proxies) {
    this.limits = limits;
    this.proxies = proxies;
    this.clients = new HttpClients(limits.connect(), proxies);
  }

  /**
   * Sends a request and follows redirects; credentials go to the first origin only.
   *
   * @throws IOException when no answer came, or a redirect may not be followed
   */
  HttpAnswer send(HttpCall call) throws IOException, InterruptedException {
    return follow(call, sendOnce(call));
  }

  /** Follows redirects, beginning with the answer to a call. */
  HttpAnswer follow(HttpCall call, HttpAnswer first) throws IOException, InterruptedException {
    HttpCall current = call;
    HttpAnswer answer = first;
    for (int hops = 0; ; hops++) {
      Optional<String> location = redirect(answer);
      if (location.isEmpty()) {
        return answer;
      }
      answer.close();
      if (hops == MAX_REDIRECTS) {
        throw new AnswerRefusedException(
            "more than " + MAX_REDIRECTS + " redirects from " + Origin.of(call.uri()));
      }
      current = current.redirectedTo(target(current, location.get()));
      answer = sendOnce(current);
    }
  }

  /** Sends a request; a redirect is an answer like others. */
  HttpAnswer sendOnce(HttpCall call) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .timeout(limits.answer())
            .setHeader("User-Agent", "crij")
            .setHeader("Accept-Encoding", "identity");
    // No upgrade header over plain HTTP: some registries stumble over it.
    if (!Origin.of(call.uri()).encrypted()) {
      request.version(HttpClient.Version.HTTP_1_1);
    }
    call.headers().forEach((name, values) -> values.forEach(v -> request.header(name, v)));
    call.range().ifPresent(range -> request.setHeader("Range", range.header()));
    proxies.authorization(call.uri()).ifPresent(v -> request.setHeader(PROXY_AUTHORIZATION, v));
    call.accept().forEach(type -> request.header("Accept", type));
    call.authorization().ifPresent(value -> request.setHeader("Authorization", value));
    call.form()
        .ifPresent(
            form ->
                request
                    .setHeader("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form)));
    HttpClient client = clients.get(call.channel());
    return new HttpAnswer(client.send(request.build(), _ -> new ProgressBody(limits.stall())));
  }

  private static Optional<String> redirect(HttpAnswer answer) {
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 -> answer.header("Location");
      default -> Optional.empty();
    };
  }

  private static URI target(HttpCall from, String location) throws IOException {
    URI target;
    try {
      target = from.uri().resolve(location);
    } catch (IllegalArgumentException _) {
      throw new AnswerRefusedException(Origin.of(from.uri()) + " redirects to a malformed URL");
    }
    boolean http = "http".equalsIgnoreCase(target.getScheme());
    if (target.getHost() == null || !(http || "https".equalsIgnoreCase(target.getScheme()))) {
      throw new AnswerRefusedException(
          Origin.of(from.uri()) + " redirects to something that is not HTTP");
    }
    if (http && Origin.of(from.uri()).encrypted()) {
      throw new AnswerRefusedException(
          Origin.of(from.uri()) + " redirects from https to plain " + Origin.of(target));
    }
    return target;
  }

  @Override
  public void close() {
    clients.close();
  }
}
