package io.crij.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a",
        "a/b",
        "//a",
        "/a/",
        "/a//b",
        "/.",
        "/..",
        "/a/../b",
        "/a/.",
        "/a b",
        "/a\nb",
        "/a\tb",
        "/a\u0000b",
        "/ä",
        "/a\u007f"
      })
  void whatIsNoPathIsRefused(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> new CgroupPath(path));
  }

  @Test
  void longNamesAreRefused() {
    String name = "/" + "n".repeat(255);
    assertThat(new CgroupPath(name).names()).containsExactly("n".repeat(255));
    assertThatIllegalArgumentException().isThrownBy(() -> new CgroupPath(name + "n"));
    assertThatIllegalArgumentException().isThrownBy(() -> new CgroupPath(name.repeat(9)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/kubepods/besteffort/pod1/crij-2", "/a:b", "/system.slice/...", "/-x"})
  void namesOfOthersAreTaken(String path) {
    assertThat(new CgroupPath(path)).hasToString(path);
  }

  @Test
  void childrenAreBelow() {
    CgroupPath pod = new CgroupPath("/pods/1");
    assertThat(pod.child("crij-2").path()).isEqualTo("/pods/1/crij-2");
    assertThat(pod.contains("/pods/1")).isTrue();
    assertThat(pod.contains("/pods/1/crij-2")).isTrue();
    assertThat(pod.contains("/pods/12")).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> pod.child(".."));
  }

  @Test
  void theWayToAGroup() {
    assertThat(new CgroupPath("/a/b/c").andAbove())
        .extracting(CgroupPath::path)
        .containsExactly("/a", "/a/b", "/a/b/c");
    assertThat(new CgroupPath("/a").andAbove()).containsExactly(new CgroupPath("/a"));
  }

  @Test
  void sharesAndWeights() {
    assertThat(CpuWeight.ofShares(2)).isEqualTo(1);
    assertThat(CpuWeight.ofShares(1024)).isEqualTo(39);
    assertThat(CpuWeight.ofShares(262_144)).isEqualTo(10_000);
    assertThat(CpuWeight.ofShares(0)).isEqualTo(1);
    assertThat(CpuWeight.ofShares(Long.MAX_VALUE)).isEqualTo(10_000);
    assertThat(CpuWeight.toShares(1)).isEqualTo(2);
    assertThat(CpuWeight.toShares(10_000)).isEqualTo(262_144);
  }
}
