package io.crij.linux.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NamespaceThreadKernelTest {
  private static final Path OWN_NET = Path.of("/proc/thread-self/ns/net");

  private PinDirectory pins;
  private Path net;

  @BeforeEach
  void pin() throws IOException {
    pins = new PinDirectory();
    net = pins.pin("one", Map.of()).resolve("net");
  }

  @AfterEach
  void unpin() throws IOException {
    pins.close();
  }

  @Test
  void socketsOfTheTaskBelongToTheNamespace() throws Exception {
    String outside = Files.readSymbolicLink(OWN_NET).toString();
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});

    try (ServerSocket server = NamespaceThread.call(net, () -> new ServerSocket(0, 1, loopback))) {
      int port = server.getLocalPort();
      // Connected inside, refused outside, though the address is the same.
      boolean connected =
          NamespaceThread.call(
              net,
              () -> {
                try (Socket client = new Socket()) {
                  client.connect(new InetSocketAddress(loopback, port));
                  return client.isConnected();
                }
              });
      assertThat(connected).isTrue();
      assertThatThrownBy(() -> new Socket(loopback, port).close()).isInstanceOf(IOException.class);
    }
    assertThat(Files.readSymbolicLink(OWN_NET).toString()).isEqualTo(outside);
  }

  @Test
  void theThreadEndsWithItsTask() throws Exception {
    Thread worker = NamespaceThread.call(net, Thread::currentThread);

    assertThat(worker.isAlive()).isFalse();
    assertThat(worker.isVirtual()).isFalse();
    Set<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("netns-"))
            .collect(Collectors.toSet());
    assertThat(left).isEmpty();
  }

  @Test
  void failuresOfTheTaskArriveAsTheyAre() {
    assertThatThrownBy(
            () ->
                NamespaceThread.call(
                    net,
                    () -> {
                      throw new IllegalStateException("mine");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");
  }

  @Test
  void whatIsNoNetworkNamespaceIsRefused() throws Exception {
    Path plain = Files.createFile(pins.pod("one").resolve("plain"));

    assertThatThrownBy(() -> NamespaceThread.call(plain, () -> 1))
        .hasMessageContaining("no network namespace");
    assertThatThrownBy(() -> NamespaceThread.call(pins.pod("one").resolve("ipc"), () -> 1))
        .hasMessageContaining("no network namespace");
    assertThatThrownBy(() -> NamespaceThread.call(pins.pod("two").resolve("net"), () -> 1))
        .hasMessageContaining("ENOENT");
    Files.delete(plain);
  }
}
