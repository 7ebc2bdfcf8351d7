package io.crij.linux.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.mount.Mounts;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.linux.namespace.NamespaceThread;
import io.crij.linux.namespace.PinRequest;
import io.crij.linux.namespace.PodNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkUsageKernelTest {
  @TempDir Path folder;

  @BeforeEach
  void makePrivate() throws IOException {
    Mounts.makePrivateMount(folder);
  }

  @AfterEach
  void giveUp() throws IOException {
    for (String name : List.of("one", "two")) {
      PodNamespaces.unpin(folder.resolve(name));
    }
    Mounts.unmount(folder, true);
  }

  private Path pin(String name) throws IOException {
    PodNamespaces.pin(
        new PinRequest(
            folder.resolve(name), Set.of(NamespaceKind.NET), Optional.empty(), Map.of()));
    return folder.resolve(name).resolve("net");
  }

  @Test
  void eachNamespaceHasCountersOfItsOwnAndTheThreadLeavesNoTrace() throws Exception {
    Path one = pin("one");
    Path two = pin("two");
    NamespaceThread.call(
        one,
        () ->
            new ProcessBuilder("ip", "link", "add", "here", "type", "veth", "peer", "name", "there")
                .inheritIO()
                .start()
                .waitFor());
    Path own = Path.of("/proc/self/ns/net");
    Path before = Files.readSymbolicLink(own);
    Map<Path, NetworkUsage> usages = NetworkUsage.of(List.of(one, two));
    assertThat(usages.get(one).interfaces())
        .extracting(InterfaceCounters::name)
        .containsExactlyInAnyOrder("here", "there");
    assertThat(usages.get(two).interfaces()).isEmpty();
    assertThat(usages.get(two).sockets()).isZero();
    assertThat(Files.readSymbolicLink(own)).isEqualTo(before);
  }

  @Test
  void aNamespaceThatHasGoneIsLeftOut() throws IOException {
    Path one = pin("one");
    Path plain = Files.createFile(folder.resolve("plain"));
    assertThat(NetworkUsage.of(List.of(folder.resolve("absent"), plain, one)))
        .containsOnlyKeys(one);
    assertThat(NetworkUsage.of(List.of())).isEmpty();
    Files.delete(plain);
  }
}
