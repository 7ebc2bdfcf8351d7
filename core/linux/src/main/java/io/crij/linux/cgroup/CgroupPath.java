package io.crij.linux.cgroup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A control group below the root of every hierarchy, as {@code linux.cgroupsPath} of the OCI
 * runtime spec: "/kubepods/besteffort/pod1/crij-2". Never the root group.
 *
 * @param path absolute, without empty, "." or ".." components; printable ASCII
 */
public record CgroupPath(String path) {
  private static final int LONGEST = 2048;
  private static final int LONGEST_NAME = 255;

  public CgroupPath {
    if (!path.startsWith("/") || path.length() > LONGEST) {
      throw refused(path);
    }
    for (String name : path.substring(1).split("/", -1)) {
      if (!isName(name)) {
        throw refused(path);
      }
    }
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static IllegalArgumentException refused(String path) {
    return new IllegalArgumentException("not the absolute path of a control group: '" + path + "'");
  }

  public List<String> names() {
    return Arrays.asList(path.substring(1).split("/"));
  }

  /** All groups on the way from the root to this one, the topmost first and this one last. */
  public List<CgroupPath> andAbove() {
    List<CgroupPath> all = new ArrayList<>();
    for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
      all.add(new CgroupPath(path.substring(0, end)));
    }
    all.add(this);
    return all;
  }

  public CgroupPath child(String name) {
    return new CgroupPath(path + "/" + name);
  }

  /** Whether {@code other} is this group or lies below it. */
  public boolean contains(String other) {
    return other.equals(path) || other.startsWith(path + "/");
  }

  @Override
  public String toString() {
    return path;
  }
}
