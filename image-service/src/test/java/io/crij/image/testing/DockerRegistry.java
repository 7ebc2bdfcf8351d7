package io.crij.image.testing;

import io.crij.image.reference.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's docker-registry on a free loopback port, and a way to push to it. */
public final class DockerRegistry implements AutoCloseable {
  public static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  public DockerRegistry(Path directory) throws IOException, InterruptedException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = directory.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "%s"}
        """
            .formatted(directory.resolve("registry"), host()));
    process =
        new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
    awaitAnswer();
  }

  public String host() {
    return "127.0.0.1:" + port;
  }

  public void pushBlob(String repository, byte[] content) throws IOException, InterruptedException {
    HttpResponse<Void> begun =
        send(request("/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()));
    URI upload = begun.uri().resolve(begun.headers().firstValue("Location").orElseThrow());
    String separator = upload.getRawQuery() == null ? "?" : "&";
    URI finish = URI.create(upload + separator + "digest=" + Digest.sha256(content));
    expect(
        201,
        send(
            HttpRequest.newBuilder(finish)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(content))));
  }

  public void push(String repository, String tag, FakeImage image)
      throws IOException, InterruptedException {
    pushBlob(repository, image.config());
    for (byte[] blob : image.blobs()) {
      pushBlob(repository, blob);
    }
    pushManifest(repository, tag, FakeImage.MANIFEST_TYPE, image.manifest());
  }

  public void pushManifest(String repository, String tag, String type, byte[] manifest)
      throws IOException, InterruptedException {
    expect(
        201,
        send(
            request("/v2/" + repository + "/manifests/" + tag)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(manifest))));
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    while (true) {
      try {
        expect(200, send(request("/v2/").GET()));
        return;
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new IOException("docker-registry ended with " + process.exitValue(), e);
        }
        Thread.sleep(50);
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + host() + path));
  }

  private HttpResponse<Void> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.discarding());
  }

  private static void expect(int status, HttpResponse<Void> answer) throws IOException {
    if (answer.statusCode() != status) {
      throw new IOException(answer.request() + " answered HTTP " + answer.statusCode());
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    http.close();
  }
}
