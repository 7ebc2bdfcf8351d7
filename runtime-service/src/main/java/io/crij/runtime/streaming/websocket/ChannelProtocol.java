package io.crij.runtime.streaming.websocket;

import io.crij.runtime.streaming.command.StatusFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How channels are numbered and written in messages, {@code v5.channel.k8s.io}. */
public enum ChannelProtocol {
  V5("v5.channel.k8s.io", false, true, StatusFormat.JSON),
  V4("v4.channel.k8s.io", false, false, StatusFormat.JSON),
  V4_BASE64("v4.base64.channel.k8s.io", true, false, StatusFormat.JSON),
  V1("channel.k8s.io", false, false, StatusFormat.TEXT),
  V1_BASE64("base64.channel.k8s.io", true, false, StatusFormat.TEXT);

  private final String text;
  private final boolean base64;
  private final boolean closes;
  private final StatusFormat format;

  ChannelProtocol(String text, boolean base64, boolean closes, StatusFormat format) {
    this.text = text;
    this.base64 = base64;
    this.closes = closes;
    this.format = format;
  }

  /** As clients spell it. */
  public String text() {
    return text;
  }

  /** Text messages, a digit and then base64, instead of binary ones. */
  boolean isBase64() {
    return base64;
  }

  /** Whether the client can end one channel. */
  boolean hasCloseSignal() {
    return closes;
  }

  StatusFormat format() {
    return format;
  }

  /** The first of the client's, in its order, that is among these. */
  public static Optional<ChannelProtocol> choose(
      List<String> offered, List<ChannelProtocol> known) {
    return offered.stream()
        .flatMap(name -> known.stream().filter(each -> each.text.equals(name)))
        .findFirst();
  }

  public static List<ChannelProtocol> all() {
    return Arrays.asList(values());
  }
}
