package io.crij.cni;

import tools.jackson.databind.node.ObjectNode;

/**
 * The result of an ADD as the last plugin printed it. A file of its own: it is written without
 * sync, and must not put the synced intent at risk.
 */
record ResultRecord(String network, String cniVersion, ObjectNode result) {
  ResultRecord {
    try {
      ResultParser.parse(network, cniVersion, result);
    } catch (ResultParser.Malformed malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }

  CniResult toResult() {
    try {
      return ResultParser.parse(network, cniVersion, result);
    } catch (ResultParser.Malformed malformed) {
      throw new IllegalStateException(malformed);
    }
  }
}
