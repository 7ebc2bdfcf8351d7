package io.crij.oci.spec;

import java.util.List;

/** {@code process.capabilities}: "CAP_CHOWN"... for each set. An empty set is written as such. */
public record OciCapabilities(
    List<String> bounding,
    List<String> effective,
    List<String> inheritable,
    List<String> permitted,
    List<String> ambient) {

  public OciCapabilities {
    bounding = List.copyOf(bounding);
    effective = List.copyOf(effective);
    inheritable = List.copyOf(inheritable);
    permitted = List.copyOf(permitted);
    ambient = List.copyOf(ambient);
  }
}
