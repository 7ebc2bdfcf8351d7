package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * {@code config.json} of a bundle (OCI runtime specification, "Configuration").
 *
 * @param ociVersion the lowest version of the specification that has all that is used
 * @param hostname of a new UTS namespace; empty in one that exists
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciSpec(
    String ociVersion,
    OciProcess process,
    OciRoot root,
    String hostname,
    List<OciMount> mounts,
    Map<String, String> annotations,
    OciLinux linux) {

  public OciSpec {
    mounts = List.copyOf(mounts);
    annotations = Map.copyOf(annotations);
  }
}
