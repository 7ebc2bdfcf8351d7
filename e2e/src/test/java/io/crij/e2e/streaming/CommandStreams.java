package io.crij.e2e.streaming;

import io.crij.cri.v1.AttachRequest;
import io.crij.cri.v1.ExecRequest;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.TestContainer;
import java.util.List;

/** A client of exec or attach with all its streams open; those that it did not ask for are 0. */
record CommandStreams(SpdyClient client, int error, int stdin, int stdout, int stderr, int resize)
    implements AutoCloseable {

  static String execUrl(TestContainer container, boolean stdin, boolean tty, String... command) {
    return container
        .client()
        .get()
        .runtime()
        .exec(
            ExecRequest.newBuilder()
                .setContainerId(container.id())
                .addAllCmd(List.of(command))
                .setStdin(stdin)
                .setStdout(true)
                .setStderr(!tty)
                .setTty(tty)
                .build())
        .getUrl();
  }

  static CommandStreams exec(TestContainer container, boolean stdin, String... command) {
    return open(execUrl(container, stdin, false, command), stdin, false);
  }

  static CommandStreams execTty(TestContainer container, String... command) {
    return open(execUrl(container, true, true, command), true, true);
  }

  static CommandStreams attach(TestContainer container, boolean stdin, boolean tty) {
    String url =
        container
            .client()
            .get()
            .runtime()
            .attach(
                AttachRequest.newBuilder()
                    .setContainerId(container.id())
                    .setStdin(stdin)
                    .setStdout(true)
                    .setStderr(!tty)
                    .setTty(tty)
                    .build())
            .getUrl();
    return open(url, stdin, tty);
  }

  /** With the newest protocol. */
  static CommandStreams open(String url, boolean stdin, boolean tty) {
    return open(url, stdin, tty, "v5.channel.k8s.io");
  }

  static CommandStreams open(String url, boolean stdin, boolean tty, String protocol) {
    SpdyClient client = SpdyClient.connect(url, protocol);
    int error = client.open("error");
    int in = stdin ? client.open("stdin") : 0;
    int out = client.open("stdout");
    int err = tty ? 0 : client.open("stderr");
    int sizes = tty ? client.open("resize") : 0;
    return new CommandStreams(client, error, in, out, err, sizes);
  }

  void type(String text) {
    client.write(stdin, text);
  }

  void resize(int columns, int rows) {
    client.write(resize, "{\"Width\":" + columns + ",\"Height\":" + rows + "}\n");
  }

  void awaitClientHas(long bytes) {
    Await.until("output", SpdyClient.LIMIT, () -> client.total(stdout) >= bytes);
  }

  void awaitOutput(String part) {
    client.awaitText(stdout, part);
  }

  /** All of it, once it is at its end. */
  String output() {
    return client.awaitEnd(stdout);
  }

  String errors() {
    return client.awaitEnd(stderr);
  }

  /** What the error stream said at the end. */
  String status() {
    return client.awaitEnd(error);
  }

  @Override
  public void close() {
    client.close();
  }
}
