package io.crij.deploy.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Fetches a page, giving a server that has only just started a few seconds to listen. */
final class WebVisit {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final URI page;

  WebVisit(URI page) {
    this.page = page;
  }

  /** The status code, with the text of the page in it for the reader. */
  String run() throws InterruptedException {
    Stopwatch watch = Stopwatch.start();
    HttpRequest request = HttpRequest.newBuilder(page).timeout(LIMIT).build();
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(LIMIT).proxy(HttpClient.Builder.NO_PROXY).build()) {
      while (true) {
        try {
          return described(client.send(request, BodyHandlers.ofString()));
        } catch (IOException notYet) {
          if (watch.passed(LIMIT)) {
            throw new DemonstrationFailed(
                "nothing answers at "
                    + page
                    + " ("
                    + notYet
                    + "): does the image's own command serve HTTP on this port? --port names"
                    + " another");
          }
          Thread.sleep(PAUSE);
        }
      }
    }
  }

  private static String described(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new DemonstrationFailed(
          response.uri() + " answered " + response.statusCode() + " instead of 200");
    }
    String text = response.body().replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    return "200 \"" + text.substring(0, Math.min(60, text.length())) + "\"";
  }
}
