package io.crij.deploy.config;

import io.crij.image.PinnedImages;
import io.crij.image.registries.ShortNameMode;
import io.crij.operations.failure.InvalidArgument;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The types that keys have. */
final class ValueTypes {
  private static final String OFF = "0s";
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:]{2,45}\\]");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  static final TextType<Path> PATH =
      new TextType<>("absolute path", ValueTypes::absolute, Path::toString);
  static final ListType<Path> PATHS = new ListType<>(PATH);

  /** A path, or the empty string for "none given". */
  static final TextType<Optional<Path>> OPTIONAL_PATH =
      new TextType<>(
          "absolute path or \"\"",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(absolute(text)),
          path -> path.map(Path::toString).orElse(""));

  /** The name of a network or handler, or the empty string for "none given". */
  static final TextType<Optional<String>> OPTIONAL_NAME =
      new TextType<>(
          "name or \"\"",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(name(text)),
          name -> name.orElse(""));

  static final ListType<String> IMAGE_PATTERNS =
      new ListType<>(new TextType<>("image pattern", ValueTypes::imagePattern, text -> text));

  static final TextType<InetAddress> ADDRESS =
      new TextType<>("IP address", ValueTypes::address, InetAddress::getHostAddress);
  static final TextType<Duration> DURATION =
      new TextType<>("duration", DurationText::parse, DurationText::print);

  /** A duration, or zero for "never". */
  static final TextType<Duration> DURATION_OR_OFF =
      new TextType<>(
          "duration or 0s",
          text -> text.equals(OFF) ? Duration.ZERO : DurationText.parse(text),
          duration -> duration.isZero() ? OFF : DurationText.print(duration));

  static final TextType<Optional<ShortNameMode>> SHORT_NAME_MODE =
      new TextType<>(
          "enforcing, permissive, disabled or \"\"",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(mode(text)),
          mode -> mode.map(ShortNameMode::word).orElse(""));

  /** Hosts by name or address, without ports. */
  static final ListType<String> HOSTS =
      new ListType<>(new TextType<>("host", ValueTypes::host, host -> host));

  static final FlagType FLAG = new FlagType();

  private ValueTypes() {}

  static CountType count(int least, int most) {
    return new CountType(least, most);
  }

  static <E extends Choice> TextType<E> choice(List<E> choices) {
    String words = String.join(", ", choices.stream().map(Choice::word).toList());
    return new TextType<>("one of " + words, text -> chosen(text, words, choices), Choice::word);
  }

  /**
   * A list of some of these words.
   *
   * @param kind what one of them is
   */
  static ListType<String> words(String kind, List<String> all) {
    String described = String.join(", ", all);
    return new ListType<>(new TextType<>(kind, text -> known(text, described, all), word -> word));
  }

  private static String known(String text, String described, List<String> all) {
    if (!all.contains(text)) {
      throw new BadValue("must be one of " + described + ", not '" + text + "'");
    }
    return text;
  }

  private static <E extends Choice> E chosen(String text, String words, List<E> choices) {
    return choices.stream()
        .filter(choice -> choice.word().equals(text))
        .findFirst()
        .orElseThrow(() -> new BadValue("must be one of " + words + ", not '" + text + "'"));
  }

  private static Path absolute(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException unusable) {
      throw new BadValue("must be an absolute path, and is none: " + unusable.getReason());
    }
    throw new BadValue("must be an absolute path, not '" + text + "'");
  }

  private static String imagePattern(String text) {
    try {
      PinnedImages.of(List.of(text));
      return text;
    } catch (InvalidArgument none) {
      throw new BadValue("must be a list of names, name* or *part*, not of '" + text + "'");
    }
  }

  private static ShortNameMode mode(String text) {
    return ShortNameMode.of(text)
        .orElseThrow(
            () -> new BadValue("must be enforcing, permissive or disabled, not '" + text + "'"));
  }

  private static String host(String text) {
    if (!HOST.matcher(text).matches()) {
      throw new BadValue("must be a list of hosts in lower case, without '" + text + "'");
    }
    return text;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException none) {
      throw new BadValue("must be an IP address, not '" + text + "'");
    }
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new BadValue("must be a name of letters, digits, '.', '_' and '-', not '" + text + "'");
    }
    return text;
  }
}
