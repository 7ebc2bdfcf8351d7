package io.crij.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.cni.PortMapping;
import io.crij.cni.Protocol;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls for the same sandbox meet, calls for different ones do not. */
@Timeout(120)
final class SandboxConcurrencyKernelTest {
  @TempDir private Path temporary;
  private SandboxNode node;
  private Sandboxes sandboxes;
  private Set<String> before;

  @BeforeEach
  void makeNode() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/usr/lib/cni/bridge")), "needs containernetworking-plugins");
    node = new SandboxNode(temporary);
    sandboxes = node.open();
    before = NodeObjects.of(node);
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  @Test
  void equalRunsJoin() throws IOException, InterruptedException {
    SandboxConfig config = Pods.named("same").config();
    List<CompletableFuture<Sandbox>> calls =
        IntStream.range(0, 8).mapToObj(_ -> sandboxes.run(config)).toList();

    Set<Sandbox> results = new HashSet<>();
    calls.forEach(call -> results.add(call.join()));

    assertThat(results).hasSize(1);
    assertThat(sandboxes.list()).containsExactlyElementsOf(results);
    sandboxes.remove(sandboxes.list().getFirst().id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void aStopCancelsARunThatHangsInThePlugin() throws IOException, InterruptedException {
    node.network("[ $CNI_COMMAND = ADD ] || exit 0\n: >$base/reached\nexec sleep 1000\n");
    CompletableFuture<Sandbox> hanging = sandboxes.run(Pods.named("hangs").config());
    while (!Files.exists(node.path("reached"))) {
      Thread.sleep(5);
    }
    String id = SandboxIds.in(node.path("root/sandboxes")).iterator().next();
    assertThat(sandboxes.list()).isEmpty();
    assertThat(sandboxes.require(id).state()).isEqualTo(new SandboxState.Creating());

    sandboxes.stop(id, Pods.EMPTY).join();

    assertThatThrownBy(hanging::join).cause().isInstanceOf(Cancelled.class);
    assertThat(sandboxes.find(id)).isEmpty();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void podsAreMadeAndEndedAtTheSameTime() throws IOException, InterruptedException {
    List<CompletableFuture<Sandbox>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      calls.add(sandboxes.run(Pods.named("pod" + i).config()));
    }
    Set<String> ips = new HashSet<>();
    calls.forEach(call -> ips.addAll(call.join().ips()));
    assertThat(ips).hasSize(6);
    assertThat(sandboxes.list()).hasSize(6);

    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (Sandbox sandbox : sandboxes.list()) {
      ends.add(sandboxes.stop(sandbox.id(), Pods.EMPTY));
      ends.add(sandboxes.remove(sandbox.id(), Pods.EMPTY));
      ends.add(sandboxes.stop(sandbox.id(), Pods.EMPTY));
    }
    ends.forEach(CompletableFuture::join);

    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void aHostPortBelongsToOnePod() throws IOException, InterruptedException {
    PortMapping port = new PortMapping(8080, 80, Protocol.TCP, "");
    Sandbox first = sandboxes.run(Pods.named("first").ports(port).config()).join();
    SandboxConfig second = Pods.named("second").ports(port).config();

    assertThatThrownBy(() -> sandboxes.run(second).join())
        .cause()
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(first.id());

    sandboxes.stop(first.id(), Pods.EMPTY).join();
    Sandbox later = sandboxes.run(second).join();
    sandboxes.remove(first.id(), Pods.EMPTY).join();
    sandboxes.remove(later.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void aStoppedPodDoesNotKeepItsName() throws IOException, InterruptedException {
    SandboxConfig config = Pods.named("again").config();
    Sandbox first = sandboxes.run(config).join();
    sandboxes.stop(first.id(), Pods.EMPTY).join();

    Sandbox second = sandboxes.run(config).join();

    assertThat(sandboxes.list()).extracting(Sandbox::id).containsExactly(first.id(), second.id());
    sandboxes.remove(first.id(), Pods.EMPTY).join();
    assertThat(sandboxes.run(config).join()).isEqualTo(second);
    sandboxes.remove(second.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void aPrefixOfSeveralIdsIsRefused() {
    SandboxTable table = new SandboxTable();
    SandboxLayout layout = new SandboxLayout(node.settings(SandboxNode.LONG));
    for (char last : new char[] {'a', 'b'}) {
      table.add(
          new SandboxEntry(
              layout,
              SandboxRecord.creating(
                  "0".repeat(63) + last,
                  Pods.named("pod" + last).config(),
                  Instant.EPOCH,
                  List.of())));
    }
    assertThat(table.find("0".repeat(63) + 'a')).isPresent();
    assertThatThrownBy(() -> table.find("00")).isInstanceOf(InvalidArgument.class);
  }
}
