package io.crij.image.reference;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The grammar of the distribution project's reference package, with its length bounds. */
final class ReferenceSyntax {
  static final String DEFAULT_REGISTRY = "docker.io";
  private static final String LEGACY_DEFAULT_REGISTRY = "index.docker.io";
  private static final String OFFICIAL_NAMESPACE = "library/";
  private static final String DEFAULT_TAG = "latest";
  private static final int MAX_TEXT = 1024;
  private static final int MAX_NAME = 255;

  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*"
              + "|\\[[0-9a-fA-F:]{2,45}\\])(?::[0-9]{1,5})?");
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}", Pattern.CASE_INSENSITIVE);
  private static final Pattern BARE_ID = Pattern.compile("[0-9a-f]{64}");

  private ReferenceSyntax() {}

  static ImageReference parse(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw refused(text, "it must have 1 to " + MAX_TEXT + " characters");
    }
    if (BARE_ID.matcher(text).matches()) {
      throw refused(text, "64 hex digits are an image id, not a name");
    }
    int at = text.indexOf('@');
    Optional<Digest> digest =
        at < 0 ? Optional.empty() : Optional.of(Digest.parse(text.substring(at + 1)));
    String named = at < 0 ? text : text.substring(0, at);
    // A colon behind the last slash starts a tag; before it, it is a port.
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(named.substring(colon + 1));
    String name = colon < 0 ? named : named.substring(0, colon);
    if (tag.isEmpty() && digest.isEmpty()) {
      tag = Optional.of(DEFAULT_TAG);
    }
    String registry = registryOf(name).orElse(DEFAULT_REGISTRY);
    String repository = registryOf(name).map(r -> name.substring(r.length() + 1)).orElse(name);
    if (registry.equals(LEGACY_DEFAULT_REGISTRY)) {
      registry = DEFAULT_REGISTRY;
    }
    if (registry.equals(DEFAULT_REGISTRY) && repository.indexOf('/') < 0) {
      repository = OFFICIAL_NAMESPACE + repository;
    }
    try {
      return new ImageReference(registry, repository, tag, digest);
    } catch (InvalidArgument e) {
      throw refused(text, e.what());
    }
  }

  /**
   * The registry part of a name as docker sees it: dotted, with a port, localhost, or upper case.
   */
  static Optional<String> registryOf(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String first = name.substring(0, slash);
    boolean isHost =
        first.indexOf('.') >= 0
            || first.indexOf(':') >= 0
            || first.equals("localhost")
            || !first.equals(first.toLowerCase(Locale.ROOT));
    return isHost ? Optional.of(first) : Optional.empty();
  }

  static void check(String registry, String repository, Optional<String> tag) {
    if (!REGISTRY.matcher(registry).matches() || !validPort(registry)) {
      throw wrong("\"" + PlainText.of(registry, 80) + "\" is not a registry host");
    }
    if (registry.length() + 1 + repository.length() > MAX_NAME) {
      throw wrong("registry and repository have more than " + MAX_NAME + " characters");
    }
    // The limit keeps an empty last component, which is then refused.
    for (String component : repository.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        throw wrong(
            "\""
                + PlainText.of(component, 80)
                + "\" is not a repository name (lower-case letters, digits, and . _ - between)");
      }
    }
    if (tag.isPresent() && !isTag(tag.get())) {
      throw wrong("\"" + PlainText.of(tag.get(), 80) + "\" is not a tag");
    }
  }

  private static boolean isTag(String tag) {
    return TAG.matcher(tag).matches();
  }

  private static boolean validPort(String registry) {
    int colon = registry.lastIndexOf(':');
    if (colon < 0 || registry.endsWith("]")) {
      return true;
    }
    int port = Integer.parseInt(registry.substring(colon + 1));
    return port > 0 && port <= 65535;
  }

  private static InvalidArgument wrong(String why) {
    return new InvalidArgument(why, "Correct the image name.");
  }

  private static InvalidArgument refused(String text, String why) {
    return new InvalidArgument(
        "\"" + PlainText.of(text, 120) + "\" is not an image name: " + why,
        "Write [registry[:port]/]repository[:tag][@sha256:...].");
  }
}
