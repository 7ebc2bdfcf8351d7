package io.crij.e2e.harness;

import com.google.protobuf.ByteString;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerMetadata;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.KeyValue;
import io.crij.cri.v1.LinuxContainerConfig;
import java.util.List;

/** Configurations of containers, as the kubelet fills them. */
public final class Containers {
  /** Ends on SIGTERM, although it is PID 1; stays otherwise. */
  public static final String WAIT = "trap 'exit 0' TERM; while :; do sleep 1000 & wait; done";

  private Containers() {}

  /** A container with the image's own command. */
  public static ContainerConfig.Builder of(TestImage image, String name) {
    return ContainerConfig.newBuilder()
        .setMetadata(ContainerMetadata.newBuilder().setName(name))
        .setImage(
            ImageSpec.newBuilder()
                .setImage(image.reference())
                .setUserSpecifiedImage(image.reference()))
        .setLogPath(name + ".log")
        .setLinux(LinuxContainerConfig.getDefaultInstance());
  }

  /** A shell of the busybox image that runs a script and ends. */
  public static ContainerConfig.Builder shell(String name, String script) {
    return of(TestImage.BUSYBOX, name).addAllCommand(List.of("sh", "-c", script));
  }

  /** A container that waits until it is stopped. */
  public static ContainerConfig.Builder waiting(String name) {
    return shell(name, WAIT);
  }

  public static KeyValue env(String name, String value) {
    return KeyValue.newBuilder().setKey(name).setValue(ByteString.copyFromUtf8(value)).build();
  }
}
