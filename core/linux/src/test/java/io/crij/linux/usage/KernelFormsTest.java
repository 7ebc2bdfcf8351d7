package io.crij.linux.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.usage.InterfaceCounters.Direction;
import io.crij.linux.usage.Pressure.Stall;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The forms in which the kernel writes its counters, as recorded. */
class KernelFormsTest {
  private static final String DEVICES =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
          lo:     840      10    0    0    0     0          0         0      840      10    0    0    0     0       0          0
        eth0: 1500123    1001    1    2    0     0          0         0   750456     702    3    4    0     0       0          0
      a:b:1: 7 6 5 4 0 0 0 0 3 2 1 18446744073709551615 0 0 0 0
      """;

  @Test
  void keysAndNumbers() {
    assertThat(KernelText.keyed("usage_usec 12\nnr_periods 3\n"))
        .isEqualTo(Map.of("usage_usec", 12L, "nr_periods", 3L));
    assertThat(KernelText.keyed("title\nlast 4")).isEqualTo(Map.of("last", 4L));
    assertThat(KernelText.keyed("")).isEmpty();
  }

  @Test
  void limits() {
    assertThat(KernelText.limit("max")).isEmpty();
    assertThat(KernelText.limit("-1")).isEmpty();
    assertThat(KernelText.limit("")).isEmpty();
    assertThat(KernelText.limit("9223372036854771712")).isEmpty();
    assertThat(KernelText.limit("67108864")).isEqualTo(OptionalLong.of(64 << 20));
    assertThat(KernelText.limit("0")).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void pressureWithAndWithoutFull() {
    String some = "some avg10=1.50 avg60=0.25 avg300=0.00 total=123456\n";
    Stall stall = new Stall(123456, 1.5, 0.25, 0);
    assertThat(Pressure.parse(some + "full avg10=0.00 avg60=0.00 avg300=0.00 total=7"))
        .contains(new Pressure(stall, Optional.of(new Stall(7, 0, 0, 0))));
    assertThat(Pressure.parse(some)).contains(new Pressure(stall, Optional.empty()));
    assertThat(Pressure.parse("")).isEmpty();
  }

  @Test
  void interfacesButTheLoopback() {
    assertThat(InterfaceCounters.parse(DEVICES, 10))
        .containsExactly(
            new InterfaceCounters(
                "eth0", new Direction(1500123, 1001, 1, 2), new Direction(750456, 702, 3, 4)),
            new InterfaceCounters("a:b:1", new Direction(7, 6, 5, 4), new Direction(3, 2, 1, -1)));
    assertThat(InterfaceCounters.parse(DEVICES, 1)).hasSize(1);
  }

  @Test
  void blockDevicesOfBothVersions() {
    assertThat(
            IoLines.v2(
                "8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0\n"
                    + "8:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 dbytes=1 dios=2"))
        .containsExactly(
            new DeviceIo("8:0", 90430464, 299008000, 8950, 1252),
            new DeviceIo("8:16", 1459200, 314773504, 192, 353));
    assertThat(
            IoLines.v1(
                "8:0 Read 4096\n8:0 Write 8192\n8:0 Sync 0\n8:0 Total 12288\nTotal 12288",
                "8:0 Read 1\n8:0 Write 2\nTotal 3"))
        .containsExactly(new DeviceIo("8:0", 4096, 8192, 1, 2));
    assertThat(IoLines.v1("Total 0", "Total 0")).isEmpty();
  }

  @Test
  void sizesOfHugePages() {
    assertThat(HugePageSizes.text(64)).isEqualTo("64KB");
    assertThat(HugePageSizes.text(2048)).isEqualTo("2MB");
    assertThat(HugePageSizes.text(1 << 20)).isEqualTo("1GB");
    assertThat(HugePageSizes.text(1 << 24)).isEqualTo("16GB");
  }

  @Test
  void softLimitOfOpenFiles() {
    String head =
        "Limit                     Soft Limit           Hard Limit           Units     \n";
    assertThat(ProcessFiles.softLimit(head + "Max open files            1024   4096   files"))
        .isEqualTo(OptionalLong.of(1024));
    assertThat(ProcessFiles.softLimit(head + "Max open files            unlimited   unlimited"))
        .isEmpty();
  }
}
