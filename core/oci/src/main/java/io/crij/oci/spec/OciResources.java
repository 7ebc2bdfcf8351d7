package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code linux.resources}.
 *
 * @param unified files of a v2 cgroup and what to write there
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciResources(
    List<OciDeviceRule> devices,
    Optional<OciMemory> memory,
    Optional<OciCpu> cpu,
    Optional<OciPids> pids,
    List<OciHugepageLimit> hugepageLimits,
    Map<String, String> unified) {

  public OciResources {
    devices = List.copyOf(devices);
    hugepageLimits = List.copyOf(hugepageLimits);
    unified = Map.copyOf(unified);
  }
}
