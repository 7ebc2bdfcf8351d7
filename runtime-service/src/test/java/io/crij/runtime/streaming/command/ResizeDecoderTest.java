package io.crij.runtime.streaming.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.tty.WindowSize;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResizeDecoderTest {
  private final ResizeDecoder decoder = new ResizeDecoder();

  private Optional<WindowSize> decode(String text) {
    return decoder.decode(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  @Test
  void sizesComeWholeOrInPieces() {
    assertThat(decode("{\"Width\":80,\"Height\":24}\n")).contains(new WindowSize(80, 24));
    assertThat(decode("{\"Width\":1")).isEmpty();
    assertThat(decode("00,\"Hei")).isEmpty();
    assertThat(decode("ght\":50}")).contains(new WindowSize(100, 50));
  }

  @Test
  void ofSeveralTheLastCounts() {
    assertThat(decode("{\"Width\":1,\"Height\":2}{\"Width\":3,\"Height\":4}\n{\"Wid"))
        .contains(new WindowSize(3, 4));
  }

  @Test
  void whatIsNoSizeIsIgnored() {
    assertThat(decode("{\"Width\":70000,\"Height\":2}")).isEmpty();
    assertThat(decode("{\"Width\":-1,\"Height\":2}")).isEmpty();
    assertThat(decode("{}}}{{{\"Width\"}")).isEmpty();
    assertThat(decode("x".repeat(100_000) + "}")).isEmpty();
    assertThat(decode("{\"Width\":5,\"Height\":6}")).contains(new WindowSize(5, 6));
  }

  @Test
  void anyBytesAreTaken() {
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      var _ = decoder.decode(Unpooled.wrappedBuffer(bytes));
    }
    assertThat(decode("{\"Width\":7,\"Height\":8}")).contains(new WindowSize(7, 8));
  }
}
