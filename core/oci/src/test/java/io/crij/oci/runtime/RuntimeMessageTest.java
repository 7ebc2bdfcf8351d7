package io.crij.oci.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.InvalidArgument;
import org.junit.jupiter.api.Test;

final class RuntimeMessageTest {
  @Test
  void runcLinesAreUnpacked() {
    RuntimeMessage message =
        RuntimeMessage.ofStderr(
            """
            time="2026-01-01T00:00:00Z" level=warning msg="something"
            time="2026-01-01T00:00:00Z" level=error msg="runc create failed: exec: \\"nope\\": executable file not found in $PATH"
            """);

    assertThat(message.text())
        .isEqualTo("runc create failed: exec: \"nope\": executable file not found in $PATH");
    assertThat(message.failure("cannot create X")).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void crunLinesAreTakenAsTheyAre() {
    RuntimeMessage message =
        RuntimeMessage.ofStderr("executable file `nope` not found in $PATH: No such file\n");

    assertThat(message.text()).isEqualTo("executable file `nope` not found in $PATH: No such file");
    assertThat(message.failure("cannot create X"))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith("cannot create X: executable file `nope` not found");
  }

  @Test
  void onlyErrorsOfAJsonLogCount() {
    String warning =
        "{\"level\":\"warning\",\"msg\":\"cannot set oom_score_adj\",\"time\":\"t\"}\n";

    assertThat(RuntimeMessage.ofJsonLog(warning).isEmpty()).isTrue();
    assertThat(
            RuntimeMessage.ofJsonLog(warning + "{\"level\":\"error\",\"msg\":\"no\"}\n{\"lev")
                .text())
        .isEqualTo("no");
  }

  @Test
  void theStateOfTheContainerIsNotTheFaultOfTheRequest() {
    assertThat(new RuntimeMessage("the container `x` is not running.").failure("cannot exec"))
        .isInstanceOf(FailedPrecondition.class);
    assertThat(new RuntimeMessage("mount `proc`: No space left").failure("cannot create"))
        .isInstanceOf(Internal.class);
    assertThat(new RuntimeMessage("").failure("cannot create"))
        .hasMessageContaining("gave no reason");
  }

  @Test
  void controlCharactersAndLengthAreBounded() {
    RuntimeMessage message = RuntimeMessage.ofStderr("a\u001b[31mb\n" + "x".repeat(5000));

    assertThat(message.text()).startsWith("a?[31mb; xxx").hasSize(1024);
  }
}
