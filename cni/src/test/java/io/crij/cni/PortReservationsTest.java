package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PortReservationsTest {
  private final PortReservations ports = new PortReservations();

  private static PortMapping tcp(String hostIp) {
    return new PortMapping(8080, 80, Protocol.TCP, hostIp);
  }

  /** Row N4. */
  @ParameterizedTest
  @CsvSource({
    "'',''",
    "'',10.0.0.1",
    "10.0.0.1,''",
    "0.0.0.0,10.0.0.1",
    "10.0.0.1,10.0.0.1",
    "::,fd00::1",
    "fd00::1,fd00:0::1"
  })
  void refusesAPortOfAnotherPod(String taken, String wanted) {
    ports.reserve("pod1", List.of(tcp(taken)));

    assertThatThrownBy(() -> ports.reserve("pod2", List.of(tcp(wanted))))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContainingAll("8080/tcp", "pod1", "pod2");
    ports.release("pod1");
    assertThatCode(() -> ports.reserve("pod2", List.of(tcp(wanted)))).doesNotThrowAnyException();
  }

  @Test
  void allowsWhatCannotReceiveTheSamePacket() {
    ports.reserve("pod1", List.of(tcp("10.0.0.1")));

    ports.reserve("pod2", List.of(new PortMapping(8080, 80, Protocol.UDP, "")));
    ports.reserve("pod3", List.of(new PortMapping(8081, 80, Protocol.TCP, "")));
    ports.reserve("pod4", List.of(tcp("10.0.0.2"), tcp("::")));
    assertThatThrownBy(() -> ports.reserve("pod5", List.of(tcp("0.0.0.0"))))
        .isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void takesAllPortsOrNone() {
    ports.reserve("pod1", List.of(tcp("")));
    PortMapping free = new PortMapping(9090, 80, Protocol.TCP, "");

    assertThatThrownBy(() -> ports.reserve("pod2", List.of(free, tcp(""))))
        .isInstanceOf(FailedPrecondition.class);
    assertThatCode(() -> ports.reserve("pod3", List.of(free))).doesNotThrowAnyException();
  }

  @Test
  void refusesOnePortTwiceInAPod() {
    PortMapping other = new PortMapping(8080, 81, Protocol.TCP, "10.0.0.1");

    assertThatThrownBy(() -> ports.reserve("pod1", List.of(tcp(""), other)))
        .isInstanceOf(FailedPrecondition.class);
  }

  @ParameterizedTest
  @CsvSource({
    "-1,80,''",
    "65536,80,''",
    "80,0,''",
    "80,65536,''",
    "80,80,localhost",
    "80,80,fe80::1%lo"
  })
  void refusesMappingsThatAreNone(int hostPort, int containerPort, String hostIp) {
    assertThatThrownBy(() -> new PortMapping(hostPort, containerPort, Protocol.TCP, hostIp))
        .isInstanceOf(InvalidArgument.class);
  }
}
