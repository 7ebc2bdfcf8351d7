package io.crij.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.DNSConfig;
import io.crij.cri.v1.Int64Value;
import io.crij.cri.v1.LinuxPodSandboxConfig;
import io.crij.cri.v1.LinuxSandboxSecurityContext;
import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxMetadata;
import io.crij.cri.v1.PortMapping;
import io.crij.cri.v1.Protocol;
import io.crij.cri.v1.SecurityProfile;
import io.crij.cri.v1.UserNamespace;
import io.crij.operations.failure.InvalidArgument;
import io.crij.sandbox.SandboxConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SandboxRequestsTest {
  @Test
  void whatCritestSendsIsEnough() {
    SandboxConfig config = SandboxRequests.config(minimal().build(), "");

    assertThat(config.metadata().name()).isEqualTo("web");
    assertThat(config.metadata().attempt()).isEqualTo(2);
    assertThat(config.logDirectory()).isEmpty();
    assertThat(config.dns()).isEmpty();
    assertThat(config.pid()).isEqualTo(io.crij.sandbox.NamespaceMode.POD);
  }

  @Test
  void everyFieldArrives() {
    SandboxConfig config =
        SandboxRequests.config(
            minimal()
                .setHostname("web-0")
                .setLogDirectory("/var/log/pods/web")
                .setDnsConfig(DNSConfig.newBuilder().addServers("10.0.0.10").addOptions("ndots:5"))
                .addPortMappings(
                    PortMapping.newBuilder()
                        .setProtocol(Protocol.UDP)
                        .setContainerPort(53)
                        .setHostPort(5353)
                        .setHostIp("127.0.0.1"))
                .putLabels("a", "b")
                .putAnnotations("c", "d")
                .setLinux(
                    LinuxPodSandboxConfig.newBuilder()
                        .setCgroupParent("/kubepods/pod1")
                        .putSysctls("kernel.shm_rmid_forced", "1")
                        .setSecurityContext(
                            LinuxSandboxSecurityContext.newBuilder()
                                .setPrivileged(true)
                                .setNamespaceOptions(
                                    NamespaceOption.newBuilder()
                                        .setNetwork(NamespaceMode.NODE)
                                        .setPid(NamespaceMode.CONTAINER))))
                .build(),
            "crun");

    assertThat(config.hostname()).isEqualTo("web-0");
    assertThat(config.logDirectory()).contains(Path.of("/var/log/pods/web"));
    assertThat(config.dns().orElseThrow().options()).containsExactly("ndots:5");
    assertThat(config.portMappings())
        .containsExactly(
            new io.crij.cni.PortMapping(5353, 53, io.crij.cni.Protocol.UDP, "127.0.0.1"));
    assertThat(config.labels()).containsEntry("a", "b");
    assertThat(config.annotations()).containsEntry("c", "d");
    assertThat(config.cgroupParent()).isEqualTo("/kubepods/pod1");
    assertThat(config.sysctls()).containsEntry("kernel.shm_rmid_forced", "1");
    assertThat(config.privileged()).isTrue();
    assertThat(config.network()).isEqualTo(io.crij.sandbox.NamespaceMode.NODE);
    assertThat(config.pid()).isEqualTo(io.crij.sandbox.NamespaceMode.CONTAINER);
    assertThat(config.runtimeHandler()).isEqualTo("crun");
  }

  @ParameterizedTest
  @EnumSource(names = {"POD", "CONTAINER", "TARGET"})
  void aUserNamespaceThatWeCannotGiveIsRefused(NamespaceMode mode) {
    assertThatThrownBy(() -> SandboxRequests.config(userNamespace(mode), ""))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void theNodesUserNamespaceIsWhatAPodGetsAnyway() {
    assertThat(SandboxRequests.config(userNamespace(NamespaceMode.NODE), "")).isNotNull();
  }

  @Test
  void aGroupWithoutAUserIsRefused() {
    LinuxSandboxSecurityContext group =
        LinuxSandboxSecurityContext.newBuilder()
            .setRunAsGroup(Int64Value.newBuilder().setValue(1))
            .build();

    assertThatThrownBy(() -> SandboxRequests.config(secured(group), ""))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("run_as_group");
  }

  @Test
  void idsAndProfilesThatCannotBeRightAreRefused() {
    LinuxSandboxSecurityContext user =
        LinuxSandboxSecurityContext.newBuilder()
            .setRunAsUser(Int64Value.newBuilder().setValue(-1))
            .build();
    LinuxSandboxSecurityContext groups =
        LinuxSandboxSecurityContext.newBuilder().addSupplementalGroups(1L << 32).build();
    LinuxSandboxSecurityContext profile =
        LinuxSandboxSecurityContext.newBuilder()
            .setSeccomp(
                SecurityProfile.newBuilder()
                    .setProfileType(SecurityProfile.ProfileType.Localhost)
                    .setLocalhostRef("../../x"))
            .build();

    assertRefused(user, "run_as_user of the pod sandbox is -1");
    assertRefused(groups, "supplemental_groups");
    assertRefused(profile, "seccomp.localhost_ref");
  }

  private static void assertRefused(LinuxSandboxSecurityContext security, String told) {
    assertThatThrownBy(() -> SandboxRequests.config(secured(security), ""))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining(told);
  }

  private static PodSandboxConfig userNamespace(NamespaceMode mode) {
    return secured(
        LinuxSandboxSecurityContext.newBuilder()
            .setNamespaceOptions(
                NamespaceOption.newBuilder()
                    .setUsernsOptions(UserNamespace.newBuilder().setMode(mode)))
            .build());
  }

  private static PodSandboxConfig secured(LinuxSandboxSecurityContext security) {
    return minimal()
        .setLinux(LinuxPodSandboxConfig.newBuilder().setSecurityContext(security))
        .build();
  }

  private static PodSandboxConfig.Builder minimal() {
    return PodSandboxConfig.newBuilder()
        .setMetadata(
            PodSandboxMetadata.newBuilder()
                .setName("web")
                .setUid("uid-1")
                .setNamespace("default")
                .setAttempt(2));
  }
}
