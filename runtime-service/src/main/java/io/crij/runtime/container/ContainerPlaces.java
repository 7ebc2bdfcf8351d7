package io.crij.runtime.container;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.record.RecordFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where the parts of a container are; all of it follows from its id. Ids are ours, 64 hex digits.
 */
record ContainerPlaces(Path containers, Path volatileContainers, Path exits) {
  private static final String RECORD = "container.json";

  static ContainerPlaces open(Path root, Path runroot) throws IOException {
    return new ContainerPlaces(
        OwnDirectory.ensure(root.resolve("containers")),
        OwnDirectory.ensure(runroot.resolve("containers")),
        OwnDirectory.ensure(runroot.resolve("exits")));
  }

  Path home(String id) {
    return containers.resolve(id);
  }

  RecordFile<ContainerRecord> record(String id) {
    return new RecordFile<>(
        home(id).resolve(RECORD), ContainerRecord.class, ContainerRecord.VERSION);
  }

  ContainerBundle bundle(String id) {
    return new ContainerBundle(home(id));
  }

  /** For pid files, process documents of execs and what else a reboot makes worthless. */
  Path work(String id) {
    return volatileContainers.resolve(id);
  }

  static CgroupPath cgroup(CgroupPath parent, String id) {
    return parent.child("crij-" + id);
  }

  /** The monitor's own group, beside the container's. */
  static CgroupPath monitorCgroup(CgroupPath containerCgroup, String id) {
    String path = containerCgroup.path();
    String parent = path.substring(0, path.lastIndexOf('/'));
    return new CgroupPath(parent + "/crij-conmon-" + id);
  }
}
