package io.crij.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods that nobody may ask for, and kernel settings that one may. */
@TestInstance(Lifecycle.PER_CLASS)
class BadPodKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  enum Bad {
    NO_METADATA(PodSandboxConfig.Builder::clearMetadata),
    NO_NAME(
        config -> {
          config.getMetadataBuilder().clearName();
          return config;
        }),
    NO_UID(
        config -> {
          config.getMetadataBuilder().clearUid();
          return config;
        }),
    HOST_NAME_WITH_A_NEWLINE(config -> config.setHostname("two\nlines")),
    HOST_NAME_TOO_LONG(config -> config.setHostname("x".repeat(65))),
    RESOLVER_WITH_A_NEWLINE(
        config -> {
          config.getDnsConfigBuilder().addServers("1.1.1.1\nnameserver 6.6.6.6");
          return config;
        }),
    CGROUP_OUTSIDE(
        config -> {
          config.getLinuxBuilder().setCgroupParent("/a/../../b");
          return config;
        }),
    SYSCTL_OF_THE_NODE(
        config -> {
          config.getLinuxBuilder().putSysctls("kernel.panic", "1");
          return config;
        }),
    SYSCTL_WITH_A_PATH(
        config -> {
          config.getLinuxBuilder().putSysctls("net/../kernel/panic", "1");
          return config;
        }),
    RELATIVE_LOG_DIRECTORY(config -> config.setLogDirectory("logs")),
    PORT_TOO_LARGE(
        config -> {
          config.addPortMappingsBuilder().setContainerPort(80).setHostPort(70000);
          return config;
        }),
    TARGET_FOR_A_POD(
        config -> {
          config
              .getLinuxBuilder()
              .getSecurityContextBuilder()
              .setNamespaceOptions(NamespaceOption.newBuilder().setPid(NamespaceMode.TARGET));
          return config;
        });

    private final UnaryOperator<PodSandboxConfig.Builder> change;

    Bad(UnaryOperator<PodSandboxConfig.Builder> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedAndLeavesNothing(Bad bad) {
    PodSandboxConfig config = bad.change.apply(crij.pods().config("bad")).build();
    GrpcFailure refusal = GrpcFailure.of(() -> crij.pods().run(config));
    assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(crij.node().listPods()).isEmpty();
  }

  @Test
  void aSettingOfANamespaceOfThePodIsMade() {
    PodSandboxConfig.Builder config = crij.pods().config("sysctls");
    config
        .getLinuxBuilder()
        .putSysctls("kernel.shm_rmid_forced", "1")
        .putSysctls("fs.mqueue.msg_max", "100")
        .putSysctls("net.ipv4.ip_unprivileged_port_start", "0");
    TestPod pod = crij.pods().run(config.build());
    assertThat(
            pod.start(Containers.waiting("shell").build())
                .shell(
                    "cd /proc/sys; cat kernel/shm_rmid_forced fs/mqueue/msg_max"
                        + " net/ipv4/ip_unprivileged_port_start"))
        .isEqualTo("1\n100\n0");
  }
}
