package io.crij.linux.cgroup;

import io.crij.linux.mount.MountEntry;
import io.crij.linux.mount.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hierarchies of this node, as mounted when it was asked.
 *
 * @param version V2 when the unified hierarchy is the only one with controllers
 * @param controllers the mount point of each v1 controller ("cpu", "name=systemd"); empty on V2
 * @param unified the mount point of the v2 hierarchy, beside those of v1 or alone
 */
public record CgroupHost(Version version, Map<String, Path> controllers, Optional<Path> unified) {
  private static final List<String> NO_CONTROLLERS =
      List.of(
          "rw",
          "ro",
          "xattr",
          "noprefix",
          "clone_children",
          "cpuset_v2_mode",
          "favordynmods",
          "seclabel",
          "none");

  /** Hierarchies with a name have no controller: old programs want one even on a v2 node. */
  private static final String NAMED = "name=";

  /** Which of the two interfaces has the controllers. */
  public enum Version {
    V1,
    V2
  }

  public CgroupHost {
    controllers = Map.copyOf(controllers);
  }

  /**
   * Reads the mount table: platform threads only.
   *
   * @throws IOException also when no control groups are mounted
   */
  public static CgroupHost detect() throws IOException {
    return of(MountTable.read());
  }

  static CgroupHost v2(Path root) {
    return new CgroupHost(Version.V2, Map.of(), Optional.of(root));
  }

  /** Only mounts of a whole hierarchy count: below another root, our paths would mean others. */
  static CgroupHost of(MountTable mounts) throws IOException {
    Map<String, Path> controllers = new LinkedHashMap<>();
    Optional<Path> unified = Optional.empty();
    for (MountEntry mount : mounts.entries()) {
      if (!mount.root().equals("/")) {
        continue;
      }
      Path point = Path.of(mount.mountPoint());
      if (mount.type().equals("cgroup")) {
        for (String option : mount.superOptions()) {
          if (isController(option)) {
            controllers.putIfAbsent(option, point);
          }
        }
      } else if (mount.type().equals("cgroup2") && unified.isEmpty()) {
        unified = Optional.of(point);
      }
    }
    if (controllers.isEmpty() && unified.isEmpty()) {
      throw new IOException(
          "no control groups are mounted: mount cgroup2 at /sys/fs/cgroup, or run systemd");
    }
    boolean onlyNames = controllers.keySet().stream().allMatch(name -> name.startsWith(NAMED));
    return onlyNames && unified.isPresent()
        ? v2(unified.get())
        : new CgroupHost(Version.V1, controllers, unified);
  }

  private static boolean isController(String option) {
    return !NO_CONTROLLERS.contains(option) && (!option.contains("=") || option.startsWith(NAMED));
  }

  /** The mount point of each hierarchy, once, also when controllers share it. */
  public List<Path> hierarchies() {
    List<Path> all = new ArrayList<>(controllers.values());
    unified.ifPresent(all::add);
    return all.stream().distinct().sorted().toList();
  }

  public boolean isV2() {
    return version == Version.V2;
  }

  /** Where the files of a controller are: its own hierarchy, or the unified one on V2. */
  public Optional<Path> hierarchyOf(String controller) {
    return isV2() ? unified : Optional.ofNullable(controllers.get(controller));
  }

  static Path directory(Path hierarchy, CgroupPath group) {
    return hierarchy.resolve(group.path().substring(1));
  }

  /** The directories of a group in all hierarchies, whether they exist or not. */
  List<Path> directories(CgroupPath group) {
    return hierarchies().stream().map(hierarchy -> directory(hierarchy, group)).toList();
  }

  Optional<Path> directory(String controller, CgroupPath group) {
    return hierarchyOf(controller).map(hierarchy -> directory(hierarchy, group));
  }
}
