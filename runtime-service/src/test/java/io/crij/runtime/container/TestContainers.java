package io.crij.runtime.container;

import com.google.protobuf.ByteString;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerMetadata;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.KeyValue;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.runtime.spec.ContainerUser;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Containers for tests that need no process. */
public final class TestContainers {
  public static final String SANDBOX = "5".repeat(64);
  public static final UsedImage IMAGE =
      new UsedImage("sha256:" + "1".repeat(64), "example.org/app@sha256:" + "2".repeat(64));

  private TestContainers() {}

  public static ContainerConfig config(String name) {
    return ContainerConfig.newBuilder()
        .setMetadata(ContainerMetadata.newBuilder().setName(name).setAttempt(3))
        .setImage(ImageSpec.newBuilder().setImage("example.org/app:1"))
        .addEnvs(
            KeyValue.newBuilder()
                .setKey("PASSWORD")
                .setValue(ByteString.copyFrom(new byte[] {(byte) 0xff, 'x'})))
        .putLabels("io.kubernetes.pod.name", "web")
        .putAnnotations("note", "line one\nline two")
        .setLogPath("app/3.log")
        .build();
  }

  public static Container container(String id, ContainerState state) {
    return new Container(
        id,
        SANDBOX,
        config("app"),
        IMAGE,
        "runc",
        new CgroupPath("/crij-test/crij-" + id),
        Optional.of(Path.of("/var/log/pods/web/app/3.log")),
        Instant.parse("2026-01-02T03:04:05.123456789Z"),
        state,
        Optional.of(new Container.Made(new ContainerUser(1000, 100, List.of(100L)), List.of(), 3)),
        Optional.empty());
  }
}
