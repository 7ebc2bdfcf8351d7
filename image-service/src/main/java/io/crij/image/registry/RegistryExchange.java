package io.crij.image.registry;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** One GET at one registry: the right scheme, and the answer to its challenge. */
final class RegistryExchange {
  // Docker Hub's name is not its address.
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_ADDRESS = "registry-1.docker.io";

  private final HttpTransport transport;
  private final Authorizer authorizer;
  private final SchemeMemory schemes;
  private final String host;
  private final TransportSecurity security;

  RegistryExchange(
      HttpTransport transport,
      Authorizer authorizer,
      SchemeMemory schemes,
      String host,
      TransportSecurity security) {
    this.transport = transport;
    this.authorizer = authorizer;
    this.schemes = schemes;
    this.host = host.equals(DOCKER_HUB) ? DOCKER_HUB_ADDRESS : host;
    this.security = security;
  }

  /**
   * The answer, whatever its status.
   *
   * @param path from the host on, of characters that need no escape
   */
  HttpAnswer get(String path, List<String> accept) throws IOException, InterruptedException {
    List<String> candidates = schemes.candidates(host, security);
    List<IOException> failures = new ArrayList<>();
    for (String scheme : candidates) {
      URI uri = URI.create(scheme + "://" + host + path);
      HttpCall call = HttpCall.get(uri, accept, security.verified());
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

  private HttpAnswer authorized(HttpCall call, HttpAnswer answer)
      throws IOException, InterruptedException {
    Origin registry = Origin.of(call.uri());
    // A 401 from where a redirect led is not the registry's and gets no credentials.
    if (answer.status() != 401 || !Origin.of(answer.uri()).equals(registry)) {
      return answer;
    }
    List<Challenge> challenges = Challenge.parse(answer.headers("WWW-Authenticate"));
    if (!authorizer.answer(registry, challenges, security.verified())) {
      return answer;
    }
    answer.close();
    return transport.send(call.authorizedBy(authorizer.header(registry)));
  }
}
