package io.crij.runtime.container;

import com.google.protobuf.InvalidProtocolBufferException;
import io.crij.cri.v1.ContainerConfig;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.oci.monitor.MonitoredProcess;
import io.crij.operations.failure.PlainText;
import io.crij.operations.id.Ids;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * container.json.
 *
 * @param config the CRI message as bytes, so that labels and annotations come back unaltered
 */
record ContainerRecord(
    String id,
    String sandboxId,
    byte[] config,
    UsedImage image,
    String handler,
    String cgroup,
    Optional<String> logFile,
    Instant createdAt,
    StoredState state,
    Optional<Container.Made> made,
    Optional<MonitoredProcess> process) {
  static final int VERSION = 1;

  ContainerRecord {
    if (!Ids.isId(id)) {
      throw new IllegalArgumentException("not the id of a container: " + PlainText.of(id));
    }
  }

  static ContainerRecord of(Container container) {
    return new ContainerRecord(
        container.id(),
        container.sandboxId(),
        container.config().toByteArray(),
        container.image(),
        container.handler(),
        container.cgroup().path(),
        container.logFile().map(Path::toString),
        container.createdAt(),
        StoredState.of(container.state()),
        container.made(),
        container.process());
  }

  /** The container that it was written for. */
  Container container() {
    try {
      return new Container(
          id,
          sandboxId,
          ContainerConfig.parseFrom(config),
          image,
          handler,
          new CgroupPath(cgroup),
          logFile.map(Path::of),
          createdAt,
          state.state(),
          made,
          process);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("its configuration is no CRI message", e);
    }
  }
}
