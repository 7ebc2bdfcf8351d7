package io.crij.runtime.spec;

import io.crij.cri.v1.Capability;
import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.linux.host.Capabilities;
import io.crij.oci.spec.OciCapabilities;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The capabilities of a container: the default ones, with "ALL" or named ones added and dropped,
 * and never more than the daemon holds. Inheritable are only the ambient ones, for which the kernel
 * demands it: other inheritable ones would come back through files that have them.
 */
record CapabilitySets(SequencedSet<String> bounding, SequencedSet<String> ambient) {
  private static final String ALL = "ALL";
  private static final String PREFIX = "CAP_";

  /** What containers of CRI-O have. */
  private static final List<String> DEFAULT =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_NET_BIND_SERVICE",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETUID");

  static CapabilitySets of(LinuxContainerSecurityContext context, Set<String> held) {
    Capability wanted = context.getCapabilities();
    Set<String> add = names("add_capabilities", wanted.getAddCapabilitiesList());
    Set<String> drop = names("drop_capabilities", wanted.getDropCapabilitiesList());
    Set<String> ambient = names("add_ambient_capabilities", wanted.getAddAmbientCapabilitiesList());
    SequencedSet<String> result = new LinkedHashSet<>();
    if (context.getPrivileged()) {
      result.addAll(Capabilities.known());
    } else if (!drop.contains(ALL)) {
      result.addAll(add.contains(ALL) ? Capabilities.known() : DEFAULT);
    }
    SequencedSet<String> kept = new LinkedHashSet<>(expanded(ambient));
    if (!context.getPrivileged()) {
      result.addAll(add);
      result.addAll(kept);
      result.removeAll(drop);
    }
    result.retainAll(held);
    kept.retainAll(result);
    return new CapabilitySets(result, kept);
  }

  private static Collection<String> expanded(Set<String> names) {
    return names.contains(ALL) ? Capabilities.known() : names;
  }

  /** As the kernel spells them, and {@link #ALL}. */
  private static Set<String> names(String field, List<String> texts) {
    SequencedSet<String> names = new LinkedHashSet<>();
    for (String text : texts) {
      String upper = text.toUpperCase(Locale.ROOT);
      String name = upper.equals(ALL) || upper.startsWith(PREFIX) ? upper : PREFIX + upper;
      if (!name.equals(ALL) && !Capabilities.known().contains(name)) {
        throw new Field(field, text)
            .wrong("is no capability", "See capabilities(7) for names, or use ALL.");
      }
      names.add(name);
    }
    return names;
  }

  OciCapabilities oci() {
    List<String> all = List.copyOf(bounding);
    List<String> kept = List.copyOf(ambient);
    return new OciCapabilities(all, all, kept, all, kept);
  }
}
