package io.crij.image.registry;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hosts that are reached without a proxy: names with all below them, {@code .domain} for those
 * below only, addresses, networks in CIDR form, each with an optional port, or {@code *}. Loopback
 * always.
 */
final class ProxyExceptions {
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

  private interface Rule {
    boolean covers(String host, int port);
  }

  private final List<Rule> rules;

  private ProxyExceptions(List<Rule> rules) {
    this.rules = rules;
  }

  static ProxyExceptions of(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String part : text.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      if (!part.isEmpty()) {
        rules.add(rule(part));
      }
    }
    return new ProxyExceptions(List.copyOf(rules));
  }

  boolean covers(String named, int port) {
    String host = unbracketed(named.toLowerCase(Locale.ROOT));
    return isLoopback(host) || rules.stream().anyMatch(rule -> rule.covers(host, port));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || address(host)
            .map(InetAddress::ofLiteral)
            .map(InetAddress::isLoopbackAddress)
            .orElse(false);
  }

  private static Rule rule(String part) {
    if (part.equals("*")) {
      return (_, _) -> true;
    }
    int slash = part.indexOf('/');
    if (slash > 0) {
      return network(part.substring(0, slash), part.substring(slash + 1));
    }
    boolean bareIpv6 = IPV6.matcher(part).matches() && part.indexOf(':') != part.lastIndexOf(':');
    boolean withPort = !bareIpv6 && PORT.matcher(part).find();
    int colon = part.lastIndexOf(':');
    String name = unbracketed(withPort ? part.substring(0, colon) : part);
    int wanted = withPort ? Integer.parseInt(part.substring(colon + 1)) : -1;
    String domain = name.startsWith("*.") ? name.substring(1) : name;
    return (host, port) -> (wanted < 0 || wanted == port) && matches(domain, host);
  }

  private static boolean matches(String domain, String host) {
    if (domain.startsWith(".")) {
      return host.endsWith(domain);
    }
    Optional<String> address = address(domain);
    if (address.isPresent()) {
      return address(host)
          .filter(h -> InetAddress.ofLiteral(h).equals(InetAddress.ofLiteral(domain)))
          .isPresent();
    }
    return host.equals(domain) || host.endsWith("." + domain);
  }

  private static Rule network(String base, String length) {
    Optional<String> literal = address(base);
    if (literal.isEmpty() || !length.matches("[0-9]{1,3}")) {
      return (_, _) -> false;
    }
    byte[] network = InetAddress.ofLiteral(base).getAddress();
    int bits = Integer.parseInt(length);
    return (host, _) ->
        address(host)
            .map(text -> InetAddress.ofLiteral(text).getAddress())
            .filter(bytes -> samePrefix(network, bytes, bits))
            .isPresent();
  }

  private static boolean samePrefix(byte[] one, byte[] other, int bits) {
    if (one.length != other.length || bits > one.length * 8) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** The text when it is an address; names are never looked up here. */
  private static Optional<String> address(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      InetAddress.ofLiteral(text);
      return Optional.of(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
