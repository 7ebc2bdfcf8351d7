package io.crij.operations.failpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailpointsTest {
  @Test
  void onlyTheNamedPlaceFailsAndOnlyAsOftenAsAsked() throws Exception {
    Failpoints points = Failpoints.parse("Run/net/before-do=error*2; Run/net/after-do=delay:1");
    assertThatThrownBy(() -> points.hit("Run/net/before-do"))
        .isInstanceOf(InjectedFault.class)
        .hasMessageContaining("Run/net/before-do");
    assertThatThrownBy(() -> points.hit("Run/net/before-do")).isInstanceOf(InjectedFault.class);
    points.hit("Run/net/before-do");
    points.hit("Run/net/after-do");
    points.hit("Run/other/before-do");
  }

  @Test
  void withoutACountItActsEveryTime() {
    Failpoints points = Failpoints.parse("a=error");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> points.hit("a")).isInstanceOf(InjectedFault.class);
    }
  }

  @Test
  void aHangEndsByInterrupt() {
    Failpoints points = Failpoints.parse("a=hang");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> points.hit("a")).isInstanceOf(InterruptedException.class);
  }

  @Test
  void killHaltsWith137() throws Exception {
    List<Integer> codes = new ArrayList<>();
    ArmedFailpoints.parse("a=kill", codes::add).hit("a");
    assertThat(codes).containsExactly(137);
  }

  /** Main of the child process below. */
  static final class Victim {
    public static void main(String[] args) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
      Failpoints.parse("a=kill").hit("a");
    }
  }

  @Test
  void aKilledProcessRunsNoHook() throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(victim.getInputStream().readAllBytes(), UTF_8))
        .doesNotContain("hook ran");
    assertThat(victim.waitFor()).isEqualTo(137);
  }

  @Test
  void nothingIsArmedByNothing() {
    assertThat(Failpoints.parse(" ")).isSameAs(Failpoints.NONE);
    assertThatCode(() -> Failpoints.NONE.hit("a")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "=error",
        "a=",
        "a=boom",
        "a=delay:",
        "a=delay:-1",
        "a=error*x",
        "a=hang;a=kill"
      })
  void aSpecOfAnotherFormIsRefused(String spec) {
    assertThatThrownBy(() -> Failpoints.parse(spec))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("NAME=ACTION");
  }
}
