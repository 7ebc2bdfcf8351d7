package io.crij.oci.runtime;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands of synchronous execs that an earlier run of the daemon left at work. Nobody reads their
 * output or watches their time any more, so they are ended, with all that they started.
 */
public final class ExecLeftovers {
  private static final Logger log = LoggerFactory.getLogger(ExecLeftovers.class);
  private static final Duration DEATH = Duration.ofSeconds(10);

  private final Cgroups cgroups;

  public ExecLeftovers(Cgroups cgroups) {
    this.cgroups = cgroups;
  }

  /** As the requests of execs in one container had them. */
  public record Place(Path workDirectory, CgroupPath containerCgroup) {}

  private record Leftover(Place place, String name, boolean hasSpec) {
    Path spec() {
      return Exec.spec(place.workDirectory, name);
    }

    CgroupPath group() {
      return place.containerCgroup.child(name);
    }
  }

  /** Before the containers take execs again. What cannot be ended stays, with a log line. */
  public void sweep(List<Place> places) {
    List<Leftover> leftovers = new ArrayList<>();
    for (Place place : places) {
      try {
        leftovers.addAll(find(place));
      } catch (IOException failure) {
        log.warn("execs left in {} cannot be found", place.containerCgroup(), failure);
      }
    }
    if (leftovers.isEmpty()) {
      return;
    }
    Set<String> specs = new HashSet<>();
    leftovers.forEach(leftover -> specs.add(leftover.spec().toString()));
    try {
      // First those who could still start something.
      RuntimeProcesses.kill(specs, DEATH);
    } catch (IOException failure) {
      log.warn("runtimes at work for execs of an earlier run cannot be found", failure);
    }
    leftovers.forEach(this::end);
  }

  private List<Leftover> find(Place place) throws IOException {
    Set<String> specs = new TreeSet<>();
    if (Files.isDirectory(place.workDirectory())) {
      try (Stream<Path> files = Files.list(place.workDirectory())) {
        files.forEach(
            file -> {
              String name = file.getFileName().toString();
              Matcher matcher = Exec.NAME.matcher(name);
              if (matcher.lookingAt()) {
                specs.add(matcher.group());
              }
            });
      }
    }
    Set<String> names = new TreeSet<>(specs);
    cgroups.children(place.containerCgroup()).stream()
        .filter(name -> Exec.NAME.matcher(name).matches())
        .forEach(names::add);
    return names.stream().map(name -> new Leftover(place, name, specs.contains(name))).toList();
  }

  private void end(Leftover leftover) {
    ExecGroup group = new ExecGroup(cgroups, leftover.place().containerCgroup(), leftover.group());
    try {
      if (leftover.hasSpec()) {
        log.warn("a command left by an earlier run in {} is ended", leftover.group());
        group.kill();
      }
      // Without files the command had ended: what is in the group was left in the background.
      group.dissolve();
      for (String extension : List.of(".json", ".log", ".pid")) {
        Files.deleteIfExists(leftover.place().workDirectory().resolve(leftover.name() + extension));
      }
    } catch (IOException failure) {
      log.warn("an exec left by an earlier run in {} is not ended", leftover.group(), failure);
    }
  }
}
