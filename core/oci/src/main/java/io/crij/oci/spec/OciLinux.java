package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code linux}.
 *
 * @param cgroupsPath absolute below every hierarchy (cgroupfs), or "slice:prefix:name" (systemd)
 * @param rootfsPropagation "private", "slave", "shared"..., or empty
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciLinux(
    List<OciNamespace> namespaces,
    List<OciDevice> devices,
    String cgroupsPath,
    OciResources resources,
    Optional<OciSeccomp> seccomp,
    String rootfsPropagation,
    List<String> maskedPaths,
    List<String> readonlyPaths,
    Map<String, String> sysctl,
    Optional<String> mountLabel) {

  public OciLinux {
    namespaces = List.copyOf(namespaces);
    devices = List.copyOf(devices);
    maskedPaths = List.copyOf(maskedPaths);
    readonlyPaths = List.copyOf(readonlyPaths);
    sysctl = Map.copyOf(sysctl);
  }
}
