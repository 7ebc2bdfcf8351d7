package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.oci.spec.OciSeccomp;
import io.crij.oci.spec.OciSyscallArg;
import io.crij.oci.spec.OciSyscallRule;
import io.crij.operations.failure.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SeccompProfileTest {
  private static OciSeccomp parse(String json, String... capabilities) {
    return new SeccompProfile(
            new Field("seccomp.localhost_ref", "/p.json"), Hosts.v1(), Set.of(capabilities))
        .parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theSpecificationsOwnFormIsRead() {
    OciSeccomp profile =
        parse(
            """
            {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38,
             "architectures": ["SCMP_ARCH_X86_64"],
             "syscalls": [
               {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"},
               {"names": ["clone"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1,
                "args": [{"index": 0, "value": 2080505856, "valueTwo": 0,
                          "op": "SCMP_CMP_MASKED_EQ"}]}]}
            """);

    assertThat(profile)
        .isEqualTo(
            new OciSeccomp(
                "SCMP_ACT_ERRNO",
                OptionalInt.of(38),
                List.of("SCMP_ARCH_X86_64"),
                List.of(
                    new OciSyscallRule(
                        List.of("read", "write"), "SCMP_ACT_ALLOW", OptionalInt.empty(), List.of()),
                    new OciSyscallRule(
                        List.of("clone"),
                        "SCMP_ACT_ERRNO",
                        OptionalInt.of(1),
                        List.of(
                            new OciSyscallArg(
                                0, 2080505856, OptionalLong.of(0), "SCMP_CMP_MASKED_EQ"))))));
  }

  @Test
  void theSharedFormOfEnginesIsRead() {
    String json =
        """
        {"defaultAction": "SCMP_ACT_ALLOW",
         "archMap": [
           {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"]},
           {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]}],
         "syscalls": [
           {"name": "chmod", "action": "SCMP_ACT_ERRNO"},
           {"names": ["mount"], "action": "SCMP_ACT_ERRNO", "args": null,
            "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
           {"names": ["bpf"], "action": "SCMP_ACT_LOG", "includes": {"caps": ["CAP_BPF"]}},
           {"names": ["a"], "action": "SCMP_ACT_LOG", "includes": {"arches": ["s390"]}},
           {"names": ["b"], "action": "SCMP_ACT_LOG", "includes": {"arches": ["amd64"]}},
           {"names": ["c"], "action": "SCMP_ACT_LOG", "includes": {"minKernel": "6.2"}},
           {"names": ["d"], "action": "SCMP_ACT_LOG", "includes": {"minKernel": "4.8"}}]}
        """;

    assertThat(parse(json).architectures()).containsExactly("SCMP_ARCH_X86_64", "SCMP_ARCH_X86");
    assertThat(names(parse(json))).containsExactly("chmod", "mount", "b", "d");
    assertThat(names(parse(json, "CAP_SYS_ADMIN", "CAP_BPF")))
        .containsExactly("chmod", "bpf", "b", "d");
  }

  private static List<String> names(OciSeccomp profile) {
    return profile.syscalls().stream().flatMap(rule -> rule.names().stream()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{}",
        "{\"defaultAction\": \"SCMP_ACT_NOTIFY\"}",
        "{\"defaultAction\": \"ALLOW\"}",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"listenerPath\": \"/x\"}",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"defaultAction\": \"SCMP_ACT_LOG\"}",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": {}}",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"action\": \"SCMP_ACT_LOG\"}]}",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"a\"]}]}",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [1],"
            + " \"action\": \"SCMP_ACT_LOG\"}]}",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"a\"],"
            + " \"action\": \"SCMP_ACT_LOG\", \"args\": [{\"index\": 9, \"value\": 1,"
            + " \"op\": \"SCMP_CMP_EQ\"}]}]}",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"a\"],"
            + " \"action\": \"SCMP_ACT_LOG\", \"includes\": {\"unknown\": []}}]}",
      })
  void s9WhatIsNotUnderstoodIsRefused(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith("seccomp.localhost_ref \"/p.json\" is no seccomp profile");
  }
}
