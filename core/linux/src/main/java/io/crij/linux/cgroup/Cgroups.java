package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes, fills, empties, reads and removes control groups, on v1 in all hierarchies alike. Platform
 * threads only. A group is filled, killed or removed only when its path has a component with our
 * mark in it: the groups above are the kubelet's or the machine's.
 */
public final class Cgroups {
  private static final String MARK = "crij";

  private final CgroupHost host;
  private final String mark;

  /** Nobody may meet a v2 group that another thread has made and not yet passed controllers to. */
  private final ReentrantLock creating = new ReentrantLock();

  /** For groups whose path has a component that contains "crij". */
  public Cgroups(CgroupHost host) {
    this(host, MARK);
  }

  public Cgroups(CgroupHost host, String mark) {
    this.host = host;
    this.mark = mark;
    if (mark.isEmpty() || mark.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not part of a control group's name: '" + mark + "'");
    }
  }

  public CgroupHost host() {
    return host;
  }

  /**
   * Makes the group where it is missing, with those above it.
   *
   * @return the groups that were in no hierarchy before, topmost first: ours to remove when empty
   */
  public List<CgroupPath> create(CgroupPath group) throws IOException {
    creating.lock();
    try {
      List<CgroupPath> made = missing(group);
      for (Path hierarchy : host.hierarchies()) {
        new GroupCreation(host, hierarchy, mark).create(group);
      }
      return made;
    } finally {
      creating.unlock();
    }
  }

  /**
   * Which groups {@link #create} would make, the topmost first: for a record that is written before
   * it. Of two callers at once both may name the same one.
   */
  public List<CgroupPath> missing(CgroupPath group) {
    return group.andAbove().stream().filter(each -> !exists(each)).toList();
  }

  /**
   * Removes the group if nobody and no other group is in it, whoever made it: for groups above ours
   * that {@link #create} made. In a race with somebody who fills it, it stays where it is filled.
   *
   * @return whether there is no such group now
   * @throws IOException when the kernel keeps an empty group
   */
  public boolean removeIfEmpty(CgroupPath group) throws IOException {
    return GroupRemoval.removeIfEmpty(host.directories(group));
  }

  /**
   * Removes the group and those below it; success when there is none.
   *
   * @throws IOException when processes stay in it
   */
  public void remove(CgroupPath group) throws IOException {
    requireOurs(group);
    List<IOException> failures = new ArrayList<>();
    Backoff patience = GroupRemoval.patience();
    for (Path directory : host.directories(group)) {
      try {
        GroupRemoval.remove(directory, patience);
      } catch (IOException failure) {
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      IOException first = failures.removeFirst();
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }

  /** Moves a process, with all its threads, into the group in every hierarchy. */
  public void addProcess(CgroupPath group, int pid) throws IOException {
    requireOurs(group);
    if (pid < 1) {
      throw new IllegalArgumentException("not the id of a process: " + pid);
    }
    for (Path directory : host.directories(group)) {
      CgroupFile.write(directory.resolve("cgroup.procs"), Integer.toString(pid));
    }
  }

  /**
   * Sends SIGKILL to everyone in the group and below until nobody is left; also to who is frozen.
   *
   * @throws IOException naming who is left at the deadline
   */
  public void killAll(CgroupPath group, Duration deadline) throws IOException {
    requireOurs(group);
    new Kill(host, group).run(deadline);
  }

  /** Whether nobody is in the group or below it, or there is no such group. */
  public boolean isEmpty(CgroupPath group) throws IOException {
    if (host.isV2()) {
      Path events = CgroupHost.directory(host.unified().orElseThrow(), group);
      return !CgroupFile.value(events.resolve("cgroup.events"), "populated")
          .equals(Optional.of("1"));
    }
    return pids(group).isEmpty();
  }

  /** Who is in the group or below it, in any hierarchy; nobody when there is no such group. */
  public Set<Integer> pids(CgroupPath group) throws IOException {
    return ProcessList.below(host.directories(group));
  }

  /** As {@link #pids}, from one hierarchy alone: for counting, where a stray does not matter. */
  public Set<Integer> members(CgroupPath group) throws IOException {
    Optional<Path> directory =
        host.directory("pids", group).or(() -> host.directory("memory", group));
    return ProcessList.below(directory.stream().toList());
  }

  /** Names of the groups directly in the group, in any hierarchy. */
  public Set<String> children(CgroupPath group) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path directory : host.directories(group)) {
      names.addAll(CgroupTree.childNames(directory));
    }
    return names;
  }

  /** Whether it exists in any hierarchy. */
  public boolean exists(CgroupPath group) {
    return host.directories(group).stream().anyMatch(Files::isDirectory);
  }

  /**
   * How many processes of the group and those below it the kernel killed for want of memory; empty
   * when that is not counted here, or the group is gone.
   */
  public OptionalLong oomKills(CgroupPath group) throws IOException {
    Optional<Path> directory = host.directory("memory", group);
    if (directory.isEmpty()) {
      return OptionalLong.empty();
    }
    if (host.isV2()) {
      return count(directory.get().resolve("memory.events"));
    }
    AtomicLong total = new AtomicLong();
    AtomicBoolean counted = new AtomicBoolean();
    // v1 counts for each group alone.
    CgroupTree.walk(
        directory.get(),
        each -> {
          OptionalLong own = count(each.resolve("memory.oom_control"));
          total.addAndGet(own.orElse(0));
          counted.compareAndSet(false, own.isPresent());
        });
    return counted.get() ? OptionalLong.of(total.get()) : OptionalLong.empty();
  }

  private static OptionalLong count(Path file) throws IOException {
    Optional<String> kills = CgroupFile.value(file, "oom_kill");
    return kills.isPresent() ? OptionalLong.of(Long.parseLong(kills.get())) : OptionalLong.empty();
  }

  /** The limits that the group has now; all empty when there is no such group. */
  public CgroupLimits limits(CgroupPath group) throws IOException {
    return new LimitsReader(host).read(group);
  }

  /**
   * Sets what is not empty, all of it or nothing; for groups that {@link #create} made.
   *
   * @return puts back what was there before
   * @throws IOException when the kernel refuses one of them, or there is no such group
   */
  public ChangedFiles setLimits(CgroupPath group, GroupLimits wanted) throws IOException {
    return LimitFiles.of(host, group).set(wanted);
  }

  /** What the kernel has for those limits that {@code asked} has. */
  public GroupLimits limitsInForce(CgroupPath group, GroupLimits asked) throws IOException {
    return LimitFiles.of(host, group).read(asked);
  }

  private void requireOurs(CgroupPath group) {
    if (group.names().stream().noneMatch(name -> name.contains(mark))) {
      throw new IllegalArgumentException(
          "control group " + group + " is not ours: no part of its path contains '" + mark + "'");
    }
  }
}
