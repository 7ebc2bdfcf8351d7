package io.crij.runtime.spec;

import io.crij.linux.usage.HugePageSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What of a machine can be given to a control group by its number or size.
 *
 * @param cpus those that are online, as the kernel lists them: "0-3"
 * @param memoryNodes likewise
 * @param hugePageSizes "2MB", "1GB"
 */
public record Topology(String cpus, String memoryNodes, List<String> hugePageSizes) {
  private static final Path CPUS = Path.of("/sys/devices/system/cpu/online");
  private static final Path NODES = Path.of("/sys/devices/system/node/online");

  /** Of a kernel that was built without NUMA. */
  private static final String ONE = "0";

  public Topology {
    hugePageSizes = List.copyOf(hugePageSizes);
  }

  static Topology detect() throws IOException {
    return new Topology(
        Files.readString(CPUS).strip(),
        Files.exists(NODES) ? Files.readString(NODES).strip() : ONE,
        HugePageSizes.ofThisNode());
  }

  /** The first of the wanted ones that is not there. */
  static Optional<Integer> missing(BitSet wanted, String there) {
    BitSet absent = (BitSet) wanted.clone();
    absent.andNot(IdList.parse(there));
    return absent.isEmpty() ? Optional.empty() : Optional.of(absent.nextSetBit(0));
  }
}
