package io.crij.image.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One challenge of a WWW-Authenticate header (RFC 9110, section 11.6.1); names in lower case. */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final int MAX_HEADER = 8192;
  private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]+";
  // Possessive, so that a hostile header costs no more than its length.
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G[\\s,]*+(" + TOKEN + ")\\s*+=\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|(" + TOKEN + "))");
  private static final Pattern SCHEME = Pattern.compile("\\G[\\s,]*+(" + TOKEN + ")(?=\\s|,|$)");

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  boolean is(String name) {
    return scheme.equals(name);
  }

  /** The challenges of all headers; what cannot be read is left out. */
  static List<Challenge> parse(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    for (String header : headers) {
      if (header.length() <= MAX_HEADER) {
        parse(header, challenges);
      }
    }
    return challenges;
  }

  private static void parse(String header, List<Challenge> challenges) {
    int position = 0;
    Matcher scheme = SCHEME.matcher(header);
    while (scheme.find(position)) {
      position = scheme.end();
      Map<String, String> parameters = new HashMap<>();
      Matcher parameter = PARAMETER.matcher(header);
      while (parameter.find(position)) {
        position = parameter.end();
        String quoted = parameter.group(2);
        parameters.putIfAbsent(
            parameter.group(1).toLowerCase(Locale.ROOT),
            quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
      }
      challenges.add(new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters));
    }
  }
}
