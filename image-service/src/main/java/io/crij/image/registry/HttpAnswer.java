package io.crij.image.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/** An answer whose body is still on its way. */
final class HttpAnswer implements AutoCloseable {
  private final HttpResponse<InputStream> response;

  HttpAnswer(HttpResponse<InputStream> response) {
    this.response = response;
  }

  int status() {
    return response.statusCode();
  }

  URI uri() {
    return response.uri();
  }

  Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  List<String> headers(String name) {
    return response.headers().allValues(name);
  }

  InputStream body() {
    return response.body();
  }

  /**
   * The whole body, whatever its announced length.
   *
   * @throws AnswerRefusedException once it passes the limit; nothing more is read then
   */
  byte[] bytes(int limit) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    try (InputStream in = body()) {
      Optional<String> encoding = header("Content-Encoding").filter(e -> !e.equals("identity"));
      if (encoding.isPresent()) {
        throw new AnswerRefusedException("it is content-encoded although identity was asked for");
      }
      for (int count; (count = in.read(buffer)) >= 0; ) {
        if (whole.size() + count > limit) {
          throw new AnswerRefusedException("it is larger than " + limit + " bytes");
        }
        whole.write(buffer, 0, count);
      }
    }
    return whole.toByteArray();
  }

  /** Gives the connection up when the body was not read to its end. */
  @Override
  public void close() {
    try {
      body().close();
    } catch (IOException e) {
      throw new IllegalStateException("closing an answer does no I/O", e);
    }
  }
}
