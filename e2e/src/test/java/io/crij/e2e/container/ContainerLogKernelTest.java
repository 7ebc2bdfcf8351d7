package io.crij.e2e.container;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.ContainerLog;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class ContainerLogKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void everyLineHasItsTimeAndStreamAndIsThereWhenTheContainerHasExited() {
    Instant before = Instant.now();
    ContainerLog log = logOf("echo out; echo err >&2; echo last");
    assertThat(log.text("stdout")).isEqualTo("out\nlast\n");
    assertThat(log.text("stderr")).isEqualTo("err\n");
    assertThat(log.lines())
        .allSatisfy(line -> assertThat(line.tag()).isEqualTo("F"))
        .allSatisfy(line -> assertThat(line.time()).isBetween(before, Instant.now()));
  }

  @Test
  void aLineThatIsTooLongIsWrittenInParts() {
    ContainerLog log = logOf("head -c 100000 /dev/zero | tr '\\0' x; echo");
    assertThat(log.lines()).anySatisfy(line -> assertThat(line.tag()).isEqualTo("P"));
    assertThat(log.text("stdout")).isEqualTo("x".repeat(100000) + "\n");
  }

  @Test
  void manyLinesAreAllThereInTheirOrder() {
    String expected =
        IntStream.rangeClosed(1, 20000).mapToObj(number -> number + "\n").collect(joining());
    assertThat(logOf("seq 1 20000").text("stdout")).isEqualTo(expected);
  }

  @Test
  void aLastLineWithoutItsEndIsNotLost() {
    ContainerLog log = logOf("printf 'no newline'");
    assertThat(log.text("stdout")).isEqualTo("no newline\n");
    assertThat(log.lines().getLast().tag()).isEqualTo("F");
  }

  @Test
  void theLogOutlivesItsContainer() {
    TestPod pod = crij.pods().run("kept-log");
    TestContainer container = pod.start(Containers.shell("shell", "echo kept").build());
    container.awaitExit();
    ContainerLog log = container.log();
    container.remove();
    pod.remove();
    assertThat(log.text("stdout")).isEqualTo("kept\n");
  }

  @Test
  void onlyTheOwnerMayReadIt() throws IOException {
    Path file = logOf("echo secret").file();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .startsWith("rw-")
        .endsWith("---");
  }

  @Test
  void aPathOutsideOfThePodsFolderIsRefused() {
    TestPod pod = crij.pods().run("outside");
    for (String path : new String[] {"../escaped.log", "/tmp/escaped.log", "a/../../escaped.log"}) {
      GrpcFailure refusal =
          GrpcFailure.of(() -> pod.create(Containers.waiting("shell").setLogPath(path).build()));
      assertThat(refusal.code()).as(path).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    assertThat(Path.of(pod.config().getLogDirectory()).resolveSibling("escaped.log"))
        .doesNotExist();
    assertThat(pod.containers()).isEmpty();
  }

  @Test
  void aLinkInPlaceOfTheFileIsNotFollowed() throws IOException {
    TestPod pod = crij.pods().run("linked");
    Path victim = Files.writeString(crij.node().setup().directory().resolve("victim"), "intact");
    Files.createSymbolicLink(Path.of(pod.config().getLogDirectory(), "shell.log"), victim);
    GrpcFailure refusal =
        GrpcFailure.of(() -> pod.start(Containers.shell("shell", "echo gotcha").build()));
    assertThat(refusal.message()).contains("shell.log");
    assertThat(victim).hasContent("intact");
  }

  private ContainerLog logOf(String script) {
    TestContainer container =
        crij.pods().run("log").start(Containers.shell("shell", script).build());
    container.awaitExit();
    return container.log();
  }
}
