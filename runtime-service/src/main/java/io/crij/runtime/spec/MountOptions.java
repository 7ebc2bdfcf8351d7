package io.crij.runtime.spec;

import io.crij.cri.v1.Mount;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.operations.failure.FailedPrecondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options of a volume's mount, from its request. */
final class MountOptions {
  private static final Set<String> EXTRA =
      Set.of("noexec", "nosuid", "nodev", "noatime", "nodiratime", "relatime", "strictatime");

  private MountOptions() {}

  static Propagation propagation(String field, Mount mount) {
    return switch (mount.getPropagation()) {
      case PROPAGATION_PRIVATE -> Propagation.PRIVATE;
      case PROPAGATION_HOST_TO_CONTAINER -> Propagation.HOST_TO_CONTAINER;
      case PROPAGATION_BIDIRECTIONAL -> Propagation.BIDIRECTIONAL;
      case UNRECOGNIZED ->
          throw new Field(field + ".propagation", "")
              .wrong("is not known", "Use a MountPropagation.");
    };
  }

  static List<String> of(String field, Mount mount, Propagation propagation, RuntimeFacts runtime) {
    List<String> options = new ArrayList<>(List.of("rbind", propagation.option()));
    options.add(readonly(field, mount, propagation, runtime));
    options.addAll(extra(field, mount));
    return options;
  }

  /** Of an image, which nobody can change and which has no mounts in it. */
  static List<String> ofImage(String field, Mount mount, Propagation propagation) {
    if (propagation != Propagation.PRIVATE) {
      throw new Field(field + ".propagation", mount.getPropagation().name())
          .wrong("is set for an image", "Use PROPAGATION_PRIVATE.");
    }
    List<String> options = new ArrayList<>(List.of("bind", propagation.option(), "ro"));
    options.addAll(List.of("nosuid", "nodev"));
    extra(field, mount).stream().filter(option -> !options.contains(option)).forEach(options::add);
    return options;
  }

  private static List<String> extra(String field, Mount mount) {
    for (String option : mount.getMountOptionsList()) {
      if (!EXTRA.contains(option)) {
        throw new Field(field + ".mount_options", option)
            .wrong("is no option for a volume", "Use " + String.join(", ", EXTRA) + ".");
      }
    }
    return mount.getMountOptionsList();
  }

  private static String readonly(
      String field, Mount mount, Propagation propagation, RuntimeFacts runtime) {
    if (!mount.getRecursiveReadOnly()) {
      return mount.getReadonly() ? "ro" : "rw";
    }
    Field recursive = new Field(field + ".recursive_read_only", "true");
    if (!mount.getReadonly()) {
      throw recursive.wrong("is set without readonly", "Set readonly too.");
    }
    if (propagation != Propagation.PRIVATE) {
      throw recursive.wrong("is set with propagation", "Use PROPAGATION_PRIVATE.");
    }
    if (!runtime.recursiveReadOnly()) {
      throw new FailedPrecondition(
          field
              + " asks for a recursively read-only mount, which "
              + runtime.kind()
              + " "
              + runtime.version()
              + " cannot make",
          "Use a runtime handler that has the feature recursive_read_only_mounts.");
    }
    return "rro";
  }
}
