package io.crij.image.registry;

import io.crij.image.registries.Endpoint;
import io.crij.image.registries.EndpointAccess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One GET at one registry: the right scheme, and the answer to its challenge. */
final class RegistryExchange {
  // Docker Hub's name is not its address.
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_ADDRESS = "registry-1.docker.io";

  private final HttpTransport transport;
  private final Authorizer authorizer;
  private final SchemeMemory schemes;
  private final String host;
  private final EndpointAccess access;
  private final TransportSecurity security;
  private final Channel channel;

  RegistryExchange(
      HttpTransport transport, Authorizer authorizer, SchemeMemory schemes, Endpoint endpoint) {
    this.transport = transport;
    this.authorizer = authorizer;
    this.schemes = schemes;
    this.host = endpoint.host().equals(DOCKER_HUB) ? DOCKER_HUB_ADDRESS : endpoint.host();
    this.access = endpoint.access();
    this.security = TransportSecurity.of(endpoint);
    this.channel = new Channel(security.verified(), access.tls());
  }

  /**
   * The answer, whatever its status.
   *
   * @param path below {@code /v2}, of characters that need no escape
   * @param range that is wanted; all when empty
   */
  HttpAnswer get(String path, List<String> accept, Optional<ByteRange> range)
      throws IOException, InterruptedException {
    List<String> candidates = candidates();
    List<IOException> failures = new ArrayList<>();
    for (String scheme : candidates) {
      URI uri = uri(scheme, path);
      HttpCall call = HttpCall.get(uri, accept, channel).with(access.headers()).of(range);
      HttpCall first = call.authorizedBy(authorizer.header(Origin.of(uri)));
      HttpAnswer answer;
      try {
        answer = transport.sendOnce(first);
      } catch (IOException e) {
        failures.add(e);
        continue;
      }
      // This is also what a TLS server says to plain HTTP.
      if (answer.status() == 400 && !scheme.equals(candidates.getLast())) {
        failures.add(new AnswerRefusedException(host + " answers HTTP 400 over " + scheme));
        answer.close();
        continue;
      }
      schemes.worked(host, scheme);
      return authorized(call, transport.follow(first, answer));
    }
    schemes.failed(host);
    IOException cause = failures.getFirst();
    failures.stream().skip(1).forEach(cause::addSuppressed);
    throw cause;
  }

  private List<String> candidates() {
    return access
        .base()
        .map(base -> List.of(base.getScheme()))
        .orElseGet(() -> schemes.candidates(host, security));
  }

  private URI uri(String scheme, String path) {
    String base = access.base().map(URI::toString).orElseGet(() -> scheme + "://" + host + "/v2");
    String query =
        access
            .namespace()
            .map(name -> "?ns=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
            .orElse("");
    return URI.create(base + path + query);
  }

  private HttpAnswer authorized(HttpCall call, HttpAnswer answer)
      throws IOException, InterruptedException {
    Origin registry = Origin.of(call.uri());
    // A 401 from where a redirect led is not the registry's and gets no credentials.
    if (answer.status() != 401 || !Origin.of(answer.uri()).equals(registry)) {
      return answer;
    }
    List<Challenge> challenges = Challenge.parse(answer.headers("WWW-Authenticate"));
    if (!authorizer.answer(registry, challenges, channel)) {
      return answer;
    }
    answer.close();
    return transport.send(call.authorizedBy(authorizer.header(registry)));
  }
}
