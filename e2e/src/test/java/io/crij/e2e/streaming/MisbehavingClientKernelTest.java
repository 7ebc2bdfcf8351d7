package io.crij.e2e.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.Processes;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients with good addresses that do not behave: rows E3, E4 and E5 of the weaknesses of others.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MisbehavingClientKernelTest {
  private static final long MOST_GROWTH_KB = 64 << 10;

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    open.clear();
  }

  @Test
  void e5FramesThatPromiseMoreThanTheyHaveEndTheConnection() {
    byte[] endlessSettings =
        SpdyFrames.control(SpdyFrames.SETTINGS, 0, ByteBuffer.allocate(8).putInt(1 << 30).array());
    byte[] manyHeaders = header(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array());
    byte[] longValue =
        header(ByteBuffer.allocate(13).putInt(1).putInt(1).put((byte) 'a').putInt(1 << 30).array());
    byte[] largeFrame = SpdyFrames.control(SpdyFrames.SYN_STREAM, 0, new byte[17 << 10]);
    byte[] otherVersion = ByteBuffer.allocate(8).putInt(0x80020001).putInt(0).array();
    for (byte[] frame :
        List.of(endlessSettings, manyHeaders, longValue, largeFrame, otherVersion)) {
      SpdyClient client = spdy();
      client.connection().send(frame);
      client.awaitEndedOrReset(1);
    }
    assertUnharmed();
  }

  private static byte[] header(byte[] block) {
    return SpdyFrames.synStream(1, new SpdyFrames().deflated(block), false);
  }

  @Test
  void e5AHeaderBlockThatInflatesToMegabytesCostsNothing() {
    long before = memory();
    SpdyClient client = spdy();
    // A thousand headers of a kilobyte in a frame of few bytes.
    ByteBuffer block = ByteBuffer.allocate(4 + 1000 * (4 + 1 + 4 + 1024));
    block.putInt(1000);
    for (int i = 0; i < 1000; i++) {
      block.putInt(1).put((byte) 'a').putInt(1024).position(block.position() + 1024);
    }
    client.connection().send(header(block.array()));
    client.awaitEndedOrReset(1);
    assertThat(memory() - before).isLessThan(MOST_GROWTH_KB);
    assertUnharmed();
  }

  @Test
  void e5TenThousandStreamsAreNotOpened() {
    TestPod pod = crij.pods().run("streams");
    long before = memory();
    SpdyClient client =
        keep(SpdyClient.connect(PortForwardKernelTest.url(pod), "portforward.k8s.io"));
    try {
      for (int i = 0; i < 10_000; i++) {
        client.open(
            Map.of("streamtype", "error", "port", "1", "requestid", Integer.toString(i)), false);
      }
    } catch (java.io.UncheckedIOException closed) {
      assertThat(closed).hasMessageMatching("(?i).*(reset|broken|closed).*");
    }
    client.awaitClosed();
    assertThat(memory() - before).isLessThan(MOST_GROWTH_KB);
    assertUnharmed();
  }

  @Test
  void streamsThatNobodyAskedForAreRefusedAndTheOthersWork() {
    TestContainer shell = shell();
    SpdyClient client =
        keep(
            SpdyClient.connect(
                CommandStreams.execUrl(shell, false, false, "echo", "fine"), "v5.channel.k8s.io"));
    int error = client.open("error");
    int stdin = client.open("stdin");
    int nothing = client.open("nonsense");
    int again = client.open("error");
    int stdout = client.open("stdout");
    client.open("stderr");
    assertThat(client.awaitEnd(stdout)).isEqualTo("fine\n");
    assertThat(client.awaitEnd(error)).contains("Success");
    assertThat(List.of(stdin, nothing, again)).allMatch(client::isReset);
  }

  @Test
  void garbageIsAnsweredWithTheEnd() {
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[1 + random.nextInt(5000)];
      random.nextBytes(garbage);
      SpdyClient client = spdy();
      client.connection().send(garbage);
      client.connection().close();
    }
    assertUnharmed();
  }

  @Test
  void pingsThatAreNeverReadDoNotHeapUp() {
    long before = memory();
    SpdyClient client = spdy();
    client.stopReading();
    byte[] ping = SpdyFrames.ping(1);
    byte[] many = new byte[ping.length * 10_000];
    for (int i = 0; i < 10_000; i++) {
      System.arraycopy(ping, 0, many, i * ping.length, ping.length);
    }
    for (int i = 0; i < 100; i++) {
      client.connection().send(many);
    }
    assertThat(memory() - before).isLessThan(MOST_GROWTH_KB);
    assertUnharmed();
    client.readOn();
  }

  @Test
  void dataBeforeTheStreamsAreThereIsBounded() {
    SpdyClient client =
        keep(
            SpdyClient.connect(
                CommandStreams.execUrl(shell(), true, false, "cat"), "v5.channel.k8s.io"));
    int stdin = client.open("stdin");
    try {
      client.write(stdin, new byte[8 << 20], false);
    } catch (java.io.UncheckedIOException closed) {
      assertThat(closed).hasMessageMatching("(?i).*(reset|broken|closed).*");
    }
    client.awaitClosed();
    assertUnharmed();
  }

  @Test
  void e3SizesForACommandThatDoesNotStartLeaveNothing() {
    TestContainer shell = shell();
    for (int i = 0; i < 20; i++) {
      try (CommandStreams exec = CommandStreams.execTty(shell, "/no/such/program")) {
        for (int size = 1; size < 50; size++) {
          exec.resize(size, size);
        }
        assertThat(exec.status()).contains("127");
      } catch (java.io.UncheckedIOException endedMeanwhile) {
        assertThat(endedMeanwhile).hasMessageMatching("(?i).*(reset|broken|closed).*");
      }
    }
    assertUnharmed();
  }

  @Test
  void slowReadersOfManySessionsStayWithinTheMemoryOfTheDaemon() {
    TestContainer shell = shell();
    List<CommandStreams> sessions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      CommandStreams exec = keep(CommandStreams.exec(shell, false, "yes", "0123456789"));
      exec.client().keepNothing();
      exec.awaitClientHas(1);
      exec.client().stopReading();
      sessions.add(exec);
    }
    assertThat(memory()).isLessThan(400L << 10);
    assertUnharmed();
    sessions.forEach(session -> session.client().readOn());
  }

  @Test
  void halfOpenConnectionsWithoutARequestAreGivenUp() {
    StreamConnection connection =
        keep(StreamConnection.open(CommandStreams.execUrl(shell(), false, false, "true")));
    connection.send("GET /exec/".getBytes(StandardCharsets.US_ASCII));
    // After ten seconds; the connection's own limit is thirty.
    assertThat(connection.readAll()).isEmpty();
  }

  private SpdyClient spdy() {
    return keep(
        SpdyClient.connect(
            CommandStreams.execUrl(shell(), true, false, "cat"), "v5.channel.k8s.io"));
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private TestContainer shell() {
    return crij.pods().run("client").start(Containers.waiting("shell").build());
  }

  private long memory() {
    String rss = Processes.status(crij.node().daemon().pid(), "VmRSS");
    return Long.parseLong(rss.replaceAll("[^0-9]", ""));
  }

  private void assertUnharmed() {
    try (CommandStreams exec = CommandStreams.exec(shell(), false, "echo", "unharmed")) {
      assertThat(exec.output()).isEqualTo("unharmed\n");
      assertThat(exec.status()).contains("Success");
    }
    Await.until("the daemon runs", SpdyClient.LIMIT, () -> crij.node().daemon().isRunning());
  }
}
