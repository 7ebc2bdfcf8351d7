package io.crij.oci.runtime;

import java.util.List;

/** Whether a configured handler works on this node. */
public sealed interface RuntimeProbe {
  /**
   * @param warnings known weaknesses of this version
   */
  record Usable(OciRuntime runtime, RuntimeFacts facts, List<String> warnings)
      implements RuntimeProbe {
    public Usable {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * @param reason what is wrong and what to do about it
   */
  record Unusable(String reason) implements RuntimeProbe {}
}
