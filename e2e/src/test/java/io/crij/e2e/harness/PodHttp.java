package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Fetches pages of pods from the host, never through a proxy. */
public final class PodHttp {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration ATTEMPT = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(ATTEMPT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /** The page at {@code /}, once the server listens; fails when the answer is not 200. */
  public String get(String host, int port) {
    HttpResponse<String> answer =
        Await.value("an answer of " + host + ":" + port, LIMIT, () -> attempt(host, port));
    if (answer.statusCode() != 200) {
      throw new AssertionError(host + ":" + port + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  /** Whether nobody listens there now. */
  public boolean isRefused(String host, int port) {
    return attempt(host, port).isEmpty();
  }

  private Optional<HttpResponse<String>> attempt(String host, int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/"))
            .timeout(ATTEMPT)
            .build();
    try {
      return Optional.of(client.send(request, BodyHandlers.ofString()));
    } catch (IOException notYet) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }
}
