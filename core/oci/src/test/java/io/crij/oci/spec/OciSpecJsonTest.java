package io.crij.oci.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.record.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Names and shapes are those of the OCI runtime specification, config.md and config-linux.md. */
final class OciSpecJsonTest {
  private static final OciCapabilities NONE =
      new OciCapabilities(List.of(), List.of(), List.of(), List.of(), List.of());

  private static OciProcess process(OciUser user, Optional<OciCapabilities> capabilities) {
    return new OciProcess(
        false,
        user,
        List.of("sh"),
        List.of(),
        "/",
        capabilities,
        List.of(),
        true,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  @Test
  void whatIsEmptyIsAbsent() {
    assertThat(Json.write(process(OciUser.ROOT, Optional.empty())))
        .isEqualTo(
            """
            {"terminal":false,"user":{"uid":0,"gid":0},"args":["sh"],"cwd":"/",\
            "noNewPrivileges":true}\
            """);
  }

  @Test
  void emptySetsOfCapabilitiesArePresent() {
    assertThat(Json.write(NONE))
        .isEqualTo(
            """
            {"bounding":[],"effective":[],"inheritable":[],"permitted":[],"ambient":[]}\
            """);
    assertThat(Json.write(process(OciUser.ROOT, Optional.of(NONE))))
        .contains("\"capabilities\":{\"bounding\":[],");
  }

  @Test
  void processOfAnOrdinaryUser() {
    OciProcess process =
        new OciProcess(
            true,
            new OciUser(4_294_967_294L, 33, List.of(5L, 6L), OptionalInt.of(18)),
            List.of("sh", "-c", "exit 7"),
            List.of("A=b"),
            "/tmp",
            Optional.empty(),
            List.of(new OciRlimit("RLIMIT_NOFILE", 1024, 4096)),
            false,
            Optional.of("crij-default"),
            Optional.of("system_u:system_r:container_t:s0"),
            OptionalInt.of(-998));

    assertThat(Json.write(process))
        .isEqualTo(
            """
            {"terminal":true,"user":{"uid":4294967294,"gid":33,"additionalGids":[5,6],"umask":18},\
            "args":["sh","-c","exit 7"],"env":["A=b"],"cwd":"/tmp",\
            "rlimits":[{"type":"RLIMIT_NOFILE","soft":1024,"hard":4096}],\
            "noNewPrivileges":false,"apparmorProfile":"crij-default",\
            "selinuxLabel":"system_u:system_r:container_t:s0","oomScoreAdj":-998}\
            """);
  }

  @Test
  void resourcesWithAndWithoutLimits() {
    OciResources limited =
        new OciResources(
            List.of(
                new OciDeviceRule(false, "a", OptionalLong.empty(), OptionalLong.empty(), "rwm"),
                new OciDeviceRule(true, "c", OptionalLong.of(1), OptionalLong.of(3), "rwm")),
            Optional.of(
                new OciMemory(OptionalLong.of(64), OptionalLong.empty(), OptionalLong.of(-1))),
            Optional.of(
                new OciCpu(
                    OptionalLong.of(2), OptionalLong.of(-1), OptionalLong.of(100_000), "0-1", "")),
            Optional.of(new OciPids(10)),
            List.of(new OciHugepageLimit("2MB", 0)),
            Map.of("memory.high", "max"));

    assertThat(Json.write(limited))
        .isEqualTo(
            """
            {"devices":[{"allow":false,"type":"a","access":"rwm"},\
            {"allow":true,"type":"c","major":1,"minor":3,"access":"rwm"}],\
            "memory":{"limit":64,"swap":-1},\
            "cpu":{"shares":2,"quota":-1,"period":100000,"cpus":"0-1"},\
            "pids":{"limit":10},"hugepageLimits":[{"pageSize":"2MB","limit":0}],\
            "unified":{"memory.high":"max"}}\
            """);
    assertThat(
            Json.write(
                new OciResources(
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Map.of())))
        .isEqualTo("{}");
  }

  @Test
  void seccompKeepsZeroes() {
    OciSeccomp seccomp =
        new OciSeccomp(
            "SCMP_ACT_ERRNO",
            OptionalInt.of(0),
            List.of("SCMP_ARCH_X86_64"),
            List.of(
                new OciSyscallRule(
                    List.of("clone"),
                    "SCMP_ACT_ALLOW",
                    OptionalInt.empty(),
                    List.of(
                        new OciSyscallArg(
                            0, 2_114_060_288, OptionalLong.of(0), "SCMP_CMP_MASKED_EQ")))));

    assertThat(Json.write(seccomp))
        .isEqualTo(
            """
            {"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":0,\
            "architectures":["SCMP_ARCH_X86_64"],"syscalls":[{"names":["clone"],\
            "action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":2114060288,"valueTwo":0,\
            "op":"SCMP_CMP_MASKED_EQ"}]}]}\
            """);
  }

  @Test
  void theWholeDocument() {
    OciSpec spec =
        new OciSpec(
            "1.0.2",
            process(OciUser.ROOT, Optional.empty()),
            new OciRoot("/r", true),
            "",
            List.of(new OciMount("/proc", "proc", "proc", List.of())),
            Map.of("k", "v"),
            new OciLinux(
                List.of(new OciNamespace("pid", ""), new OciNamespace("network", "/run/ns")),
                List.of(new OciDevice("/dev/fuse", "c", 10, 229, 438, 0, 0)),
                "/crij/1",
                new OciResources(
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new OciPids(-1)),
                    List.of(),
                    Map.of()),
                Optional.empty(),
                "slave",
                List.of("/proc/kcore"),
                List.of(),
                Map.of(),
                Optional.empty()));

    assertThat(Json.write(spec))
        .isEqualTo(
            """
            {"ociVersion":"1.0.2","process":{"terminal":false,"user":{"uid":0,"gid":0},\
            "args":["sh"],"cwd":"/","noNewPrivileges":true},"root":{"path":"/r","readonly":true},\
            "mounts":[{"destination":"/proc","type":"proc","source":"proc"}],\
            "annotations":{"k":"v"},"linux":{"namespaces":[{"type":"pid"},\
            {"type":"network","path":"/run/ns"}],"devices":[{"path":"/dev/fuse","type":"c",\
            "major":10,"minor":229,"fileMode":438,"uid":0,"gid":0}],"cgroupsPath":"/crij/1",\
            "resources":{"pids":{"limit":-1}},"rootfsPropagation":"slave",\
            "maskedPaths":["/proc/kcore"]}}\
            """);
  }

  @Test
  void anExecHasTheRightsOfItsContainerAndNoTerminal() {
    OciProcess own =
        process(new OciUser(7, 8, List.of(9L), OptionalInt.empty()), Optional.of(NONE));

    OciProcess exec = own.running(List.of("id", "-u"));

    assertThat(exec.args()).containsExactly("id", "-u");
    assertThat(exec.terminal()).isFalse();
    assertThat(exec.running(own.args())).isEqualTo(own);
  }
}
