package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.Capability;
import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.linux.host.Capabilities;
import io.crij.operations.failure.InvalidArgument;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CapabilitySetsTest {
  private static final Set<String> EVERYTHING = Set.copyOf(Capabilities.known());

  private static CapabilitySets sets(Set<String> held, Capability.Builder wanted) {
    return CapabilitySets.of(
        LinuxContainerSecurityContext.newBuilder().setCapabilities(wanted).build(), held);
  }

  private static Capability.Builder add(String... names) {
    return Capability.newBuilder().addAllAddCapabilities(List.of(names));
  }

  private static Capability.Builder drop(String... names) {
    return Capability.newBuilder().addAllDropCapabilities(List.of(names));
  }

  @Test
  void c13NothingIsInheritableByDefault() {
    CapabilitySets sets = sets(EVERYTHING, Capability.newBuilder());

    assertThat(sets.bounding())
        .containsExactly(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_NET_BIND_SERVICE",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID");
    assertThat(sets.oci().effective()).containsExactlyElementsOf(sets.bounding());
    assertThat(sets.oci().permitted()).containsExactlyElementsOf(sets.bounding());
    assertThat(sets.oci().inheritable()).isEmpty();
    assertThat(sets.oci().ambient()).isEmpty();
  }

  @Test
  void namesAreTakenInAnySpelling() {
    assertThat(sets(EVERYTHING, add("net_admin", "CAP_NET_RAW", "Cap_Sys_Time")).bounding())
        .contains("CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_SYS_TIME");
    assertThat(sets(EVERYTHING, drop("chown")).bounding()).doesNotContain("CAP_CHOWN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CAP_", "NET_ADMINN", "CAP_CAP_CHOWN", "all ", "40"})
  void unknownNamesAreRefused(String name) {
    for (Capability.Builder wanted :
        List.of(add(name), drop(name), Capability.newBuilder().addAddAmbientCapabilities(name))) {
      assertThatThrownBy(() -> sets(EVERYTHING, wanted))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("_capabilities");
    }
  }

  @Test
  void allMeansAllAndNamedOnesAreTheException() {
    assertThat(sets(EVERYTHING, add("ALL")).bounding()).hasSameElementsAs(EVERYTHING);
    assertThat(sets(EVERYTHING, drop("all")).bounding()).isEmpty();
    assertThat(sets(EVERYTHING, drop("ALL").addAddCapabilities("KILL")).bounding())
        .containsExactly("CAP_KILL");
    Set<String> but = new HashSet<>(EVERYTHING);
    but.remove("CAP_SYS_ADMIN");
    assertThat(sets(EVERYTHING, add("ALL").addDropCapabilities("SYS_ADMIN")).bounding())
        .hasSameElementsAs(but);
  }

  @Test
  void nobodyGetsMoreThanTheDaemonHolds() {
    Set<String> held = Hosts.lacking("CAP_SYS_RESOURCE", "CAP_CHOWN").capabilities();

    assertThat(sets(held, add("ALL")).bounding()).hasSameElementsAs(held);
    assertThat(sets(held, add("SYS_RESOURCE")).bounding())
        .doesNotContain("CAP_SYS_RESOURCE", "CAP_CHOWN");
    LinuxContainerSecurityContext privileged =
        LinuxContainerSecurityContext.newBuilder().setPrivileged(true).build();
    assertThat(CapabilitySets.of(privileged, held).bounding()).hasSameElementsAs(held);
  }

  @Test
  void ambientOnesAreInAllSets() {
    CapabilitySets sets =
        sets(EVERYTHING, Capability.newBuilder().addAddAmbientCapabilities("NET_RAW"));

    assertThat(sets.oci().ambient()).containsExactly("CAP_NET_RAW");
    assertThat(sets.oci().inheritable()).containsExactly("CAP_NET_RAW");
    assertThat(sets.oci().bounding()).contains("CAP_NET_RAW");
    assertThat(sets.oci().permitted()).contains("CAP_NET_RAW");
    assertThat(
            sets(
                    EVERYTHING,
                    Capability.newBuilder()
                        .addAddAmbientCapabilities("NET_RAW")
                        .addDropCapabilities("NET_RAW"))
                .oci()
                .ambient())
        .isEmpty();
  }
}
