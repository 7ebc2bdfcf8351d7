package io.crij.deploy.quickstart;

import io.crij.cri.v1.ImageServiceGrpc;
import io.crij.cri.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.crij.cri.v1.RuntimeServiceGrpc;
import io.crij.cri.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import io.crij.deploy.client.DaemonChannel;
import java.nio.file.Path;
import java.time.Duration;

/** The two CRI services behind one Unix socket. Each call gets its own deadline. */
final class CriClient implements AutoCloseable {
  private final DaemonChannel daemon;

  CriClient(Path socket) {
    daemon = new DaemonChannel(socket);
  }

  RuntimeServiceBlockingStub runtime(Duration deadline) {
    return RuntimeServiceGrpc.newBlockingStub(daemon.channel()).withDeadlineAfter(deadline);
  }

  ImageServiceBlockingStub images(Duration deadline) {
    return ImageServiceGrpc.newBlockingStub(daemon.channel()).withDeadlineAfter(deadline);
  }

  @Override
  public void close() {
    daemon.close();
  }
}
