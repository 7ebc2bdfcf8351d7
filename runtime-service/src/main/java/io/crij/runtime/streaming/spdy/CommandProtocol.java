package io.crij.runtime.streaming.spdy;

import io.crij.runtime.streaming.command.StatusFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Versions of what streams there are and what the error stream says, {@code v4.channel.k8s.io}. */
public enum CommandProtocol {
  /** Of clients that name none. */
  V1("channel.k8s.io", false, StatusFormat.TEXT),
  V2("v2.channel.k8s.io", false, StatusFormat.TEXT),
  V3("v3.channel.k8s.io", true, StatusFormat.TEXT),
  V4("v4.channel.k8s.io", true, StatusFormat.JSON),
  V5("v5.channel.k8s.io", true, StatusFormat.JSON);

  private final String text;
  private final boolean resize;
  private final StatusFormat format;

  CommandProtocol(String text, boolean resize, StatusFormat format) {
    this.text = text;
    this.resize = resize;
    this.format = format;
  }

  /** As clients spell it. */
  public String text() {
    return text;
  }

  boolean hasResize() {
    return resize;
  }

  StatusFormat format() {
    return format;
  }

  /** The first of the client's, in its order, that is known here. */
  public static Optional<CommandProtocol> choose(List<String> offered) {
    return offered.stream()
        .flatMap(name -> Arrays.stream(values()).filter(each -> each.text.equals(name)))
        .findFirst();
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(CommandProtocol::text).toList().reversed();
  }
}
