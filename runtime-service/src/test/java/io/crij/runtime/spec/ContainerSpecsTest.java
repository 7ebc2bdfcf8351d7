package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.CDIDevice;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.Device;
import io.crij.cri.v1.LinuxContainerConfig;
import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.cri.v1.SELinuxOption;
import io.crij.cri.v1.SecurityProfile;
import io.crij.cri.v1.SecurityProfile.ProfileType;
import io.crij.image.manifest.ImageConfig;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.thread.BoundedPool;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.runtime.RuntimeKind;
import io.crij.oci.spec.OciDevice;
import io.crij.oci.spec.OciDeviceRule;
import io.crij.oci.spec.OciSeccomp;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.record.Json;
import io.crij.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerSpecsTest {
  @TempDir Path temporary;
  private final BoundedPool pool = new BoundedPool("volumes", 2, 2);
  private Pods pods;
  private Path rootfs;

  @BeforeEach
  void makePlaces() throws IOException {
    pods = new Pods(temporary.resolve("pod"));
    rootfs = Files.createDirectory(temporary.resolve("rootfs"));
  }

  @AfterEach
  void closePool() {
    pool.shutdownNow();
  }

  private BuiltSpec build(ContainerConfig.Builder config) throws IOException {
    return build(config, pods.shared(), TestImages.plain(), Hosts.v1());
  }

  private BuiltSpec build(
      ContainerConfig.Builder config, Sandbox sandbox, ImageConfig image, HostFacts host)
      throws IOException {
    return new ContainerSpecs(host, pool, Duration.ofMinutes(1), false)
        .build(request(config, sandbox, image, Hosts.CRUN));
  }

  private SpecRequest request(
      ContainerConfig.Builder config, Sandbox sandbox, ImageConfig image, RuntimeFacts runtime) {
    return new SpecRequest(
        "cd".repeat(32),
        config.build(),
        sandbox,
        image,
        rootfs,
        new CgroupPath("/pod/crij-1"),
        runtime,
        Optional.empty(),
        Map.of());
  }

  private static ContainerConfig.Builder with(LinuxContainerSecurityContext.Builder context) {
    return ContainerConfig.newBuilder()
        .setLinux(LinuxContainerConfig.newBuilder().setSecurityContext(context));
  }

  private static LinuxContainerSecurityContext.Builder context() {
    return LinuxContainerSecurityContext.newBuilder();
  }

  private static SecurityProfile.Builder localhost(String reference) {
    return SecurityProfile.newBuilder()
        .setProfileType(ProfileType.Localhost)
        .setLocalhostRef(reference);
  }

  @Test
  void anEmptyRequestMakesAConfinedContainer() throws IOException {
    BuiltSpec built = build(ContainerConfig.newBuilder());

    assertThat(built.spec().ociVersion()).isEqualTo("1.0.2");
    assertThat(built.spec().process().args()).containsExactly("/entry", "cmd");
    assertThat(built.spec().process().env()).contains("A=1", "HOSTNAME=web-0");
    assertThat(built.spec().process().user().additionalGids()).containsExactly(0L);
    assertThat(built.spec().process().noNewPrivileges()).isFalse();
    assertThat(built.spec().root().path()).isEqualTo(rootfs.toString());
    assertThat(built.spec().linux().cgroupsPath()).isEqualTo("/pod/crij-1");
    assertThat(built.spec().linux().seccomp()).isEmpty();
    assertThat(built.spec().linux().readonlyPaths()).contains("/proc/sys");
    assertThat(built.spec().linux().resources().devices())
        .containsExactly(
            new OciDeviceRule(false, "a", OptionalLong.empty(), OptionalLong.empty(), "rwm"));
    assertThat(built.mounts()).isEmpty();
    assertThat(built.user()).isEqualTo(new ContainerUser(0, 0, List.of(0L)));
    assertThat(built.stopSignal()).isEqualTo(15);
  }

  @Test
  void i9AndS4NothingThatOnlyTravelsAlongGetsIn() throws IOException {
    ContainerConfig.Builder config =
        ContainerConfig.newBuilder()
            .putLabels("io.kubernetes.cri-o.Canary", "canary")
            .putAnnotations("run.oci.hooks.stderr", "/canary")
            .putAnnotations("cdi.k8s.io/canary", "canary=all")
            .putAnnotations("org.systemd.property.TimeoutStopUSec", "canary");

    BuiltSpec built = build(config);

    assertThat(built.spec().annotations()).isEmpty();
    assertThat(Json.write(built.spec()))
        .doesNotContain("canary")
        .doesNotContain("org.systemd")
        .doesNotContain("run.oci")
        .doesNotContain("krun")
        .doesNotContain("restart.loguri");
  }

  @Test
  void c16WithoutPathsOfTheRequestOursAreHidden() throws IOException {
    assertThat(build(ContainerConfig.newBuilder()).spec().linux().maskedPaths())
        .contains(
            "/proc/acpi",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/scsi",
            "/proc/timer_list",
            "/sys/devices/virtual/powercap",
            "/sys/firmware",
            "/sys/devices/system/cpu/cpu0/thermal_throttle");
  }

  @Test
  void c7PathsOfTheRequestAreKeptExactly() throws IOException {
    BuiltSpec built = build(with(context().addMaskedPaths("/bin/ls").addReadonlyPaths("/tmp")));

    assertThat(built.spec().linux().maskedPaths()).containsExactly("/bin/ls");
    assertThat(built.spec().linux().readonlyPaths()).containsExactly("/tmp");
  }

  @Test
  void aPrivilegedContainerHasAllThatTheDaemonHas() throws IOException {
    HostFacts host = Hosts.lacking("CAP_SYS_RESOURCE");
    LinuxContainerSecurityContext.Builder context =
        context()
            .setPrivileged(true)
            .addMaskedPaths("/proc/kcore")
            .setSeccomp(SecurityProfile.newBuilder());

    BuiltSpec built = build(with(context), pods.privileged(), TestImages.plain(), host);

    assertThat(built.spec().process().capabilities().orElseThrow().effective())
        .hasSameElementsAs(host.capabilities());
    assertThat(built.spec().linux().maskedPaths()).isEmpty();
    assertThat(built.spec().linux().readonlyPaths()).isEmpty();
    assertThat(built.spec().linux().seccomp()).isEmpty();
    assertThat(built.spec().linux().resources().devices())
        .containsExactly(
            new OciDeviceRule(true, "a", OptionalLong.empty(), OptionalLong.empty(), "rwm"));
    assertThat(built.spec().linux().devices())
        .extracting(OciDevice::path)
        .noneMatch(path -> path.startsWith("/dev/pts/") || path.equals("/dev/null"));
  }

  @Test
  void aPrivilegedContainerNeedsAPrivilegedPod() {
    assertThatThrownBy(() -> build(with(context().setPrivileged(true))))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("default/web");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proc", "sys", "dev"})
  void c5AndC10LinksWhereSomethingIsMountedAreRefused(String name) throws IOException {
    Path canary = Files.createDirectory(temporary.resolve("canary"));
    Files.createSymbolicLink(rootfs.resolve(name), canary);

    assertThatThrownBy(() -> build(ContainerConfig.newBuilder()))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("/" + name + " of the image");
    assertThat(canary).isEmptyDirectory();
  }

  @Test
  void devicesAreDevices() throws IOException {
    Device.Builder wanted =
        Device.newBuilder()
            .setHostPath("/dev/zero")
            .setContainerPath("/dev/nothing")
            .setPermissions("r");

    BuiltSpec built = build(ContainerConfig.newBuilder().addDevices(wanted));

    OciDevice node = built.spec().linux().devices().getFirst();
    assertThat(List.of(node.path(), node.type(), node.major(), node.minor()))
        .isEqualTo(List.of("/dev/nothing", "c", 1L, 5L));
    assertThat(built.spec().linux().resources().devices().getLast())
        .isEqualTo(new OciDeviceRule(true, "c", OptionalLong.of(1), OptionalLong.of(5), "r"));
    assertRefused("devices[0].host_path", wanted.clone().setHostPath("/etc/passwd"));
    assertRefused("devices[0].permissions", wanted.clone().setPermissions("x"));
    assertRefused("devices[0].container_path", wanted.clone().setContainerPath("/proc/x"));
    assertThatThrownBy(
            () ->
                build(
                    ContainerConfig.newBuilder()
                        .addDevices(wanted.clone().setHostPath("/dev/absent"))))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("/dev/absent");
    assertThatThrownBy(
            () -> build(ContainerConfig.newBuilder().addCDIDevices(CDIDevice.newBuilder())))
        .isInstanceOf(FailedPrecondition.class);
  }

  private void assertRefused(String field, Device.Builder device) {
    assertThatThrownBy(() -> build(ContainerConfig.newBuilder().addDevices(device)))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith(field);
  }

  @Test
  void theStructuredSeccompFieldWins() throws IOException {
    Path file = temporary.resolve("profile.json");
    Files.writeString(file, "{\"defaultAction\": \"SCMP_ACT_LOG\"}");

    assertThat(seccomp(context().setSeccomp(localhost(file.toString()))))
        .map(OciSeccomp::defaultAction)
        .contains("SCMP_ACT_LOG");
    assertThat(seccomp(older(context(), "localhost/" + file)))
        .map(OciSeccomp::defaultAction)
        .contains("SCMP_ACT_LOG");
    assertThat(seccomp(older(context(), "runtime/default")))
        .map(OciSeccomp::defaultAction)
        .contains("SCMP_ACT_ERRNO");
    SecurityProfile.Builder none =
        SecurityProfile.newBuilder().setProfileType(ProfileType.Unconfined);
    assertThat(seccomp(older(context(), "runtime/default").setSeccomp(none))).isEmpty();
    assertThat(seccomp(context().setSeccomp(SecurityProfile.newBuilder()))).isPresent();
    assertThat(seccomp(context())).isEmpty();
    assertThat(seccompWhenEmpty(context())).isPresent();
    assertThat(seccompWhenEmpty(older(context(), "unconfined"))).isEmpty();
    assertThat(seccompWhenEmpty(context().setSeccomp(none))).isEmpty();
  }

  @SuppressWarnings("deprecation")
  private static LinuxContainerSecurityContext.Builder older(
      LinuxContainerSecurityContext.Builder context, String profile) {
    return context.setSeccompProfilePath(profile);
  }

  /** As the operator may have it. */
  private Optional<OciSeccomp> seccompWhenEmpty(LinuxContainerSecurityContext.Builder context)
      throws IOException {
    return new ContainerSpecs(Hosts.v1(), pool, Duration.ofMinutes(1), true)
        .build(request(with(context), pods.shared(), TestImages.plain(), Hosts.CRUN))
        .spec()
        .linux()
        .seccomp();
  }

  private Optional<OciSeccomp> seccomp(LinuxContainerSecurityContext.Builder context)
      throws IOException {
    return build(with(context)).spec().linux().seccomp();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "relative.json", "/absent/profile.json", "/dev/zero", "/"})
  void s9AProfileThatCannotBeReadIsAnError(String reference) {
    assertThatThrownBy(() -> seccomp(context().setSeccomp(localhost(reference))))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith("seccomp.localhost_ref");
  }

  @Test
  void aFilterNeedsARuntimeThatKnowsFilters() {
    RuntimeFacts without = new RuntimeFacts(RuntimeKind.OTHER, "9", "1.0.2", false, false, false);
    SpecRequest request =
        request(
            with(context().setSeccomp(SecurityProfile.newBuilder())),
            pods.shared(),
            TestImages.plain(),
            without);

    assertThatThrownBy(
            () -> new ContainerSpecs(Hosts.v1(), pool, Duration.ofMinutes(1), false).build(request))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("OTHER 9 has no seccomp");
  }

  @Test
  void mandatoryAccessThatTheNodeHasNotIsRefused() throws IOException {
    assertThatThrownBy(() -> build(with(context().setApparmor(localhost("localhost/p")))))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("appArmor profile \"p\"");
    assertThatThrownBy(() -> build(with(context().setApparmor(localhost("")))))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(
            () -> build(with(context().setSelinuxOptions(SELinuxOption.newBuilder().setType("t")))))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("SELinux");
    assertThat(
            build(with(context().setApparmor(SecurityProfile.newBuilder())))
                .spec()
                .process()
                .apparmorProfile())
        .isEmpty();
  }
}
