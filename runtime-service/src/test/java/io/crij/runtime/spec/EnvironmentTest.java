package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.KeyValue;
import io.crij.operations.failure.InvalidArgument;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentTest {
  private static final List<String> NONE = List.of();

  private static ContainerConfig config(String key, String value) {
    return config(key, ByteString.copyFromUtf8(value));
  }

  private static ContainerConfig config(String key, ByteString value) {
    return ContainerConfig.newBuilder()
        .addEnvs(KeyValue.newBuilder().setKey(key).setValue(value))
        .build();
  }

  @Test
  void aContainerWithoutWishesGetsPathHomeAndHostname() {
    ContainerConfig nothing = ContainerConfig.getDefaultInstance();

    assertThat(Environment.of(nothing, NONE, "web-0", "/root"))
        .containsExactly(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=/root",
            "HOSTNAME=web-0");
    assertThat(Environment.of(nothing, NONE, "", "/")).noneMatch(v -> v.startsWith("HOSTNAME"));
  }

  @Test
  void theImageBeatsDefaultsAndTheRequestBeatsTheImage() {
    List<String> image = List.of("PATH=/bin", "A=image", "B=kept=as it is", "HOME=/srv");

    assertThat(Environment.of(config("A", "request"), image, "", "/root"))
        .containsExactly("PATH=/bin", "HOME=/srv", "A=request", "B=kept=as it is");
  }

  @Test
  void aTerminalHasAType() {
    ContainerConfig tty = ContainerConfig.newBuilder().setTty(true).build();

    assertThat(Environment.of(tty, NONE, "", "/")).contains("TERM=xterm");
    assertThat(Environment.of(tty, List.of("TERM=vt100"), "", "/")).contains("TERM=vt100");
  }

  @Test
  void entriesOfTheImageThatSetNothingAreLeftOut() {
    assertThat(Environment.of(config("A", ""), List.of("NOTHING", "=x"), "", "/"))
        .noneMatch(v -> v.contains("NOTHING") || v.startsWith("="))
        .contains("A=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A=B", "A\0B"})
  void badNamesAreRefused(String name) {
    assertThatThrownBy(() -> Environment.of(config(name, "x"), NONE, "", "/"))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith("envs[0].key");
  }

  @Test
  void badValuesAreRefused() {
    for (ByteString value :
        List.of(
            ByteString.copyFromUtf8("a\0b"), ByteString.copyFrom(new byte[] {(byte) 0xff, 0x20}))) {
      assertThatThrownBy(() -> Environment.of(config("A", value), NONE, "", "/"))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageStartingWith("envs[0]");
    }
    assertThatThrownBy(() -> Environment.of(config("A", "x"), List.of("B=\0"), "", "/"))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith("environment of the image");
  }

  @Test
  void i8NoControlByteGetsIntoHome() {
    for (int c = 0; c < 0x20; c++) {
      String home = "/root" + (char) c + "evil::0:0::/:/bin/sh";
      assertThatThrownBy(() -> Environment.of(config("HOME", home), NONE, "", "/"))
          .as("character %d", c)
          .isInstanceOf(InvalidArgument.class);
    }
    for (String home : List.of("/a:b", "/a\u007f")) {
      assertThatThrownBy(() -> Environment.of(config("HOME", home), NONE, "", "/"))
          .isInstanceOf(InvalidArgument.class);
      assertThatThrownBy(() -> Environment.of(config("A", ""), List.of("HOME=" + home), "", "/"))
          .isInstanceOf(InvalidArgument.class);
    }
    assertThat(Environment.of(config("HOME", "/a\\nb"), NONE, "", "/")).contains("HOME=/a\\nb");
  }

  @Test
  void i10ListsOfAnImageStayAsTheyAre() {
    List<String> image = List.of("A=1");

    List<String> first = Environment.of(config("SECRET", "one"), image, "", "/");
    List<String> second = Environment.of(config("SECRET", "two"), image, "", "/");

    assertThat(first).contains("SECRET=one").doesNotContain("SECRET=two");
    assertThat(second).contains("SECRET=two").doesNotContain("SECRET=one");
    assertThatThrownBy(() -> first.add("X=1")).isInstanceOf(UnsupportedOperationException.class);
  }
}
