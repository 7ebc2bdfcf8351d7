package io.crij.e2e.crictl;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Crictl;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.SharedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** exec, attach and port-forward as people use them, with a terminal made by script(1). */
@ExtendWith(NeedsCrictl.class)
@TestInstance(Lifecycle.PER_CLASS)
class CrictlStreamKernelTest {
  private static final int MEGABYTES = 256;

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private CrictlUser user() {
    return CrictlUser.of(crij.node());
  }

  /** A command line of crictl. */
  private String crictl(String arguments) {
    return Crictl.program().orElseThrow()
        + " -r unix://"
        + crij.node().setup().socket()
        + " "
        + arguments;
  }

  private static String shell(String script) {
    return HostProgram.run("bash", "-c", script).stdout();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spdy", "websocket"})
  void execPassesInputOutputAndFailure(String transport) {
    String id = user().runPod("exec").start(user().containerFile("shell", "sleep", "1000"));
    String exec = "exec --transport " + transport + " -i " + id + " ";
    assertThat(shell("echo hello | " + crictl(exec + "cat"))).isEqualTo("hello\n");
    assertThat(shell(crictl(exec + "sh -c 'exit 7'") + " 2>&1 </dev/null; echo code=$?"))
        .contains("command terminated with exit code 7", "code=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spdy", "websocket"})
  void execInATerminalHasItsSizeItsKeysAndItsInterrupts(String transport) {
    String id = user().runPod("tty").start(user().containerFile("shell", "sleep", "1000"));
    // Typed as a person would: a command, the arrow that brings it back, an interrupt.
    String keys =
        "sleep 1; printf 'stty size; echo a$((1+1))\\r'; sleep 1; printf '\\033[A\\r'; sleep 1;"
            + " printf 'sleep 4000\\r'; sleep 1; printf '\\003'; sleep 1;"
            + " printf 'echo code=$?\\r'; sleep 1; printf 'exit 3\\r'; sleep 1";
    String terminal =
        "stty rows 31 cols 97; " + crictl("exec --transport " + transport + " -it " + id + " sh");
    String screen =
        shell("(" + keys + ") | script -qec '" + terminal + "' /dev/null; echo \"end=$?\"");
    assertThat(screen).contains("31 97", "code=130", "exit code 3", "end=1");
    assertThat(screen.split("a2", -1)).hasSizeGreaterThan(2);
  }

  @Test
  void attachTalksToTheContainersOwnShell() throws IOException {
    CrictlPod pod = user().runPod("attach");
    Path file = user().containerFile("shell", "sh");
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"stdin\": true, "));
    String id = pod.start(file);
    assertThat(
            shell(
                "(sleep 1; echo 'echo $((40+2))'; sleep 1) | timeout -s KILL 5 "
                    + crictl("attach -i " + id)))
        .contains("42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spdy", "websocket"})
  void aLargeFileComesThroughAForwardedPortAsItIs(String transport) {
    CrictlPod pod = user().runPod("forward");
    String served =
        "head -c "
            + MEGABYTES
            + "000000 /dev/urandom >/tmp/f; sha256sum </tmp/f >/tmp/s;"
            + " nc -ll -p 7100 -e cat /tmp/f & nc -ll -p 7101 -e sha256sum; wait";
    String id = pod.start(user().containerFile("server", "sh", "-c", served));
    String forward =
        "forward=0; "
            + crictl("port-forward --transport " + transport + " " + pod.id() + " 0:7100 0:7101")
            + " >$dir/out 2>&1 & pid=$!;"
            + " until grep -q '127.0.0.1:[0-9]* -> 7101' $dir/out; do sleep 0.1; done;"
            + " port() { sed -n \"s/.*127.0.0.1:\\([0-9]*\\) -> $1/\\1/p\" $dir/out; };";
    String script =
        "dir=$(mktemp -d); trap 'kill $pid; rm -r $dir' EXIT; "
            + forward
            + " until "
            + crictl("exec " + id + " test -s /tmp/s")
            + " 2>/dev/null; do sleep 0.2; done;"
            + " exec 3<>/dev/tcp/127.0.0.1/$(port 7100); timeout 50 cat <&3 >$dir/file;"
            + " sha256sum <$dir/file; "
            + crictl("exec " + id + " cat /tmp/s")
            + " 2>/dev/null; stat -c %s $dir/file";
    String[] lines = shell(script).strip().split("\n", -1);
    assertThat(lines).hasSize(3);
    assertThat(lines[0]).isEqualTo(lines[1]);
    assertThat(lines[2]).isEqualTo(MEGABYTES + "000000");
  }
}
