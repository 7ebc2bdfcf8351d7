package io.crij.cni.podcidr;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.record.Json;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A CNI network configuration in which three texts stand for the pod CIDR: {@code ${POD_CIDR}} for
 * the first, {@code ${POD_CIDR_RANGES}} for the {@code ranges} of host-local with one for each, and
 * {@code ${POD_CIDR_ROUTES}} for {@code routes} with a default route of each family.
 */
final class NetworkTemplate {
  private static final String FIRST = "${POD_CIDR}";
  private static final String RANGES = "${POD_CIDR_RANGES}";
  private static final String ROUTES = "${POD_CIDR_ROUTES}";

  private NetworkTemplate() {}

  /**
   * The configuration as JSON. Whole texts are replaced, so whatever is put in stays a value.
   *
   * @throws FailedPrecondition when the template is no JSON object
   */
  static String fill(byte[] template, String name, List<PodCidr> cidrs) {
    JsonNode tree;
    try {
      tree = Json.strict().readTree(template);
    } catch (JacksonException e) {
      throw new FailedPrecondition(
          "the template " + name + " of a network is no JSON", "Correct it, then restart crij.", e);
    }
    if (!tree.isObject()) {
      throw new FailedPrecondition(
          "the template " + name + " of a network is no JSON object",
          "Write a CNI network configuration list.");
    }
    return Json.write(filled(tree, cidrs));
  }

  private static JsonNode filled(JsonNode node, List<PodCidr> cidrs) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = Json.strict().createObjectNode();
        object
            .properties()
            .forEach(each -> copy.set(each.getKey(), filled(each.getValue(), cidrs)));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = Json.strict().createArrayNode();
        array.forEach(each -> copy.add(filled(each, cidrs)));
        yield copy;
      }
      case StringNode text -> value(text, cidrs);
      default -> node;
    };
  }

  private static JsonNode value(StringNode text, List<PodCidr> cidrs) {
    return switch (text.asString()) {
      case FIRST -> StringNode.valueOf(cidrs.getFirst().text());
      case RANGES -> {
        ArrayNode ranges = Json.strict().createArrayNode();
        cidrs.forEach(cidr -> ranges.addArray().addObject().put("subnet", cidr.text()));
        yield ranges;
      }
      case ROUTES -> {
        ArrayNode routes = Json.strict().createArrayNode();
        cidrs.forEach(cidr -> routes.addObject().put("dst", cidr.isV4() ? "0.0.0.0/0" : "::/0"));
        yield routes;
      }
      default -> text;
    };
  }
}
