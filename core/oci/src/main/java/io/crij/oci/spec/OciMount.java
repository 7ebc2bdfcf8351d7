package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One of {@code mounts}.
 *
 * @param destination absolute, inside the container
 * @param type "bind", "tmpfs", "proc"...
 * @param options as mount(8) spells them
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciMount(String destination, String type, String source, List<String> options) {

  public OciMount {
    options = List.copyOf(options);
  }
}
