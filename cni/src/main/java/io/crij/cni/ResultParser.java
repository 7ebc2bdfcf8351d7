package io.crij.cni;

import io.crij.operations.failure.PlainText;
import io.crij.operations.record.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the result of an ADD, versions 0.3.0 to 1.1.0. */
final class ResultParser {
  private ResultParser() {}

  /** A result that cannot be used; the message says why. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why);
    }
  }

  static ObjectNode object(byte[] stdout) throws Malformed {
    String text = new String(stdout, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      throw new Malformed("it printed nothing");
    }
    JsonNode node;
    try {
      node = Json.strict().readTree(text);
    } catch (JacksonException notJson) {
      throw new Malformed("it printed no JSON: " + PlainText.of(text));
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new Malformed("it printed no JSON object: " + PlainText.of(text));
  }

  static CniResult parse(NetworkConfig network, ObjectNode node) throws Malformed {
    return parse(network.name(), network.cniVersion(), node);
  }

  static CniResult parse(String network, String defaultVersion, ObjectNode node) throws Malformed {
    String version = node.path("cniVersion").asString(defaultVersion);
    if (!CniVersion.isSpoken(version)) {
      throw new Malformed(
          "its cniVersion '"
              + PlainText.of(version)
              + "' is not supported (supported: "
              + CniVersion.RANGE
              + ")");
    }
    List<CniResult.Interface> interfaces = new ArrayList<>();
    for (JsonNode link : array(node, "interfaces")) {
      interfaces.add(
          new CniResult.Interface(
              link.path("name").asString(""), text(link, "mac"), text(link, "sandbox")));
    }
    List<CniResult.Ip> ips = new ArrayList<>();
    for (JsonNode ip : array(node, "ips")) {
      ips.add(ip(ip, interfaces.size()));
    }
    return new CniResult(network, version, interfaces, ips);
  }

  private static CniResult.Ip ip(JsonNode node, int interfaces) throws Malformed {
    String cidr = node.path("address").asString("");
    int slash = cidr.indexOf('/');
    String address = slash < 0 ? cidr : cidr.substring(0, slash);
    if (!AddressText.isLiteral(address)) {
      throw new Malformed("its address '" + PlainText.of(cidr) + "' is not an IP address");
    }
    int bits = address.indexOf(':') < 0 ? 32 : 128;
    int prefix = slash < 0 ? bits : prefix(cidr.substring(slash + 1), bits, cidr);
    JsonNode index = node.path("interface");
    OptionalInt link = OptionalInt.empty();
    if (index.isInt() && index.intValue() >= 0) {
      if (index.intValue() >= interfaces) {
        throw new Malformed(
            "its address "
                + cidr
                + " belongs to interface "
                + index.intValue()
                + " of "
                + interfaces);
      }
      link = OptionalInt.of(index.intValue());
    }
    return new CniResult.Ip(address, prefix, text(node, "gateway"), link);
  }

  private static int prefix(String text, int bits, String cidr) throws Malformed {
    try {
      int prefix = Integer.parseInt(text);
      if (prefix >= 0 && prefix <= bits) {
        return prefix;
      }
    } catch (NumberFormatException e) {
      throw badPrefix(cidr);
    }
    throw badPrefix(cidr);
  }

  private static Malformed badPrefix(String cidr) {
    return new Malformed("its address '" + PlainText.of(cidr) + "' has no valid prefix length");
  }

  private static JsonNode array(ObjectNode node, String field) throws Malformed {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull() || value.isArray()) {
      return value;
    }
    throw new Malformed("its field '" + field + "' is not a list");
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.of(node.path(field).asString("")).filter(text -> !text.isEmpty());
  }
}
