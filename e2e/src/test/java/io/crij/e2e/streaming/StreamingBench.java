package io.crij.e2e.streaming;

import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImages;
import io.crij.e2e.harness.TestNode;
import io.crij.e2e.harness.TestPod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;

/** Prints what exec and port-forward cost, beside a plain connection. */
final class StreamingBench {
  private static final int EXECS = 50;
  private static final int WARM_UP = 20;
  private static final int MEGABYTES = 200;
  private static final int ROUND_TRIPS = 500;

  private StreamingBench() {}

  static void main(String[] arguments) throws IOException {
    int execs = arguments.length == 0 ? EXECS : Integer.parseInt(arguments[0]);
    try (TestImages images = new TestImages();
        TestNode node = new TestNode(images, setup -> setup)) {
      execs(node.pods().run("bench").start(Containers.waiting("shell").build()), execs);
      forwards(node);
      node.removeEverything();
      node.daemon().terminate();
    }
  }

  private static void execs(TestContainer shell, int count) {
    long[] times = new long[count];
    for (int i = -WARM_UP; i < count; i++) {
      long start = System.nanoTime();
      try (CommandStreams exec = CommandStreams.exec(shell, false, "true")) {
        exec.status();
      }
      if (i >= 0) {
        times[i] = System.nanoTime() - start;
      }
    }
    print("exec true over SPDY, RPC to status", times);
  }

  private static void forwards(TestNode node) throws IOException {
    var namespaces =
        NamespaceOption.newBuilder()
            .setNetwork(NamespaceMode.NODE)
            .setPid(NamespaceMode.CONTAINER)
            .build();
    TestPod pod = node.pods().run(node.pods().config("node", namespaces).build());
    try (EchoServer server = EchoServer.start(5)) {
      try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        plain.setTcpNoDelay(true);
        byte[] one = {1};
        long[] times = new long[ROUND_TRIPS];
        for (int i = 0; i < ROUND_TRIPS; i++) {
          long start = System.nanoTime();
          plain.getOutputStream().write(one);
          plain.getInputStream().readNBytes(1);
          times[i] = System.nanoTime() - start;
        }
        print("round trip of a byte, plain", times);
        byte[] block = new byte[1 << 20];
        long start = System.nanoTime();
        Thread writer = Thread.ofPlatform().start(() -> write(plain, block));
        plain.getInputStream().skipNBytes((long) MEGABYTES << 20);
        throughput("echo, plain", start);
        join(writer);
      }
      try (Forwards forwards = Forwards.connect(PortForwardKernelTest.url(pod))) {
        forwards.client().keepNothing();
        Forwards.One one = forwards.open(server.port());
        long[] times = new long[ROUND_TRIPS];
        for (int i = 0; i < ROUND_TRIPS; i++) {
          long start = System.nanoTime();
          one.write("x", false);
          awaitTotal(forwards, one, i + 1L);
          times[i] = System.nanoTime() - start;
        }
        print("round trip of a byte, forwarded", times);
        byte[] block = new byte[1 << 20];
        long start = System.nanoTime();
        for (int i = 0; i < MEGABYTES; i++) {
          one.write(block, false);
        }
        awaitTotal(forwards, one, ROUND_TRIPS + ((long) MEGABYTES << 20));
        throughput("echo, forwarded", start);
      }
    }
  }

  private static void write(Socket socket, byte[] block) {
    try {
      for (int i = 0; i < MEGABYTES; i++) {
        socket.getOutputStream().write(block);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void awaitTotal(Forwards forwards, Forwards.One one, long bytes) {
    while (forwards.client().total(one.data()) < bytes) {
      Thread.onSpinWait();
    }
  }

  private static void throughput(String what, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%-40s %8.0f MB/s%n", what, MEGABYTES * 1.048576 / seconds);
  }

  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%-40s p50 %8.2f ms  p90 %8.2f ms  p99 %8.2f ms%n",
        what,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 9 / 10] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6);
  }
}
