package io.crij.image.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void namesHostsAsGoDoes() {
    assertThat(Platform.of("amd64")).hasToString("linux/amd64");
    assertThat(Platform.of("aarch64")).hasToString("linux/arm64/v8");
    assertThat(Platform.of("s390x")).hasToString("linux/s390x");
  }

  @Test
  void ranksVariants() {
    Platform arm = Platform.of("arm");

    assertThat(arm.rank(platform("arm", "v7"))).hasValue(0);
    assertThat(arm.rank(Platform.of("arm"))).hasValue(0);
    assertThat(arm.rank(platform("arm", "v6"))).hasValue(1);
    assertThat(arm.rank(platform("arm", "v8"))).isEmpty();
    assertThat(arm.rank(platform("arm64", "v8"))).isEmpty();
    assertThat(Platform.of("aarch64").rank(new Platform("linux", "arm64", Optional.empty())))
        .hasValue(0);
    assertThat(Platform.of("s390x").rank(Platform.of("s390x"))).hasValue(0);
  }

  @Test
  void aProcessorRunsItsLevelAndThoseBelow() {
    Platform baseline = Platform.of("amd64");
    Platform newer = platform("amd64", "v3");

    assertThat(baseline.rank(platform("amd64", "v2"))).isEmpty();
    assertThat(baseline.rank(baseline)).hasValue(0);
    assertThat(newer.rank(platform("amd64", "v4"))).isEmpty();
    assertThat(newer.rank(platform("amd64", "v3"))).hasValue(0);
    assertThat(newer.rank(platform("amd64", "v2"))).hasValue(1);
    assertThat(newer.rank(baseline)).hasValue(2);
  }

  @Test
  void theLevelOfAProcessorIsTheLastOneThatIsWhole() {
    Set<String> second =
        Set.of("fpu", "cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3");
    Set<String> third = new HashSet<>(second);
    third.addAll(Set.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"));

    assertThat(CpuLevel.of(Set.of("fpu", "avx2"))).isEqualTo("v1");
    assertThat(CpuLevel.of(second)).isEqualTo("v2");
    assertThat(CpuLevel.of(third)).isEqualTo("v3");
    assertThat(CpuLevel.ofThisMachine()).isPresent();
  }

  private static Platform platform(String architecture, String variant) {
    return new Platform("linux", architecture, Optional.of(variant));
  }
}
