package io.crij.deploy.check;

import io.crij.image.check.CheckSummary;
import io.crij.image.check.Finding;
import io.crij.operations.failure.PlainText;
import io.crij.operations.record.Json;
import java.io.PrintWriter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a check has found: a line for each finding as it comes, or one JSON document at the end. */
final class CheckReport {
  private static final int LONGEST = 2000;

  private final PrintWriter out;
  private final boolean json;
  private final ObjectNode document = Json.strict().createObjectNode();
  private final ArrayNode findings = document.putArray("findings");

  CheckReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void add(Finding finding) {
    if (json) {
      ObjectNode one = findings.addObject();
      one.put("severity", finding.severity().word());
      one.put("kind", finding.kind().word());
      one.put("object", finding.object());
      one.put("what", finding.what());
      finding.repair().ifPresent(repair -> one.put("repair", repair));
      return;
    }
    String line =
        finding.severity().word()
            + ": "
            + finding.kind().word()
            + " "
            + finding.object()
            + ": "
            + finding.what()
            + finding.repair().map(repair -> " -> " + repair).orElse("");
    out.println(PlainText.of(line, LONGEST));
    out.flush();
  }

  void end(CheckSummary summary) {
    if (json) {
      document.put("images", summary.images());
      document.put("layers", summary.layers());
      document.put("damaged", summary.damaged());
      document.put("repaired", summary.repaired());
      out.println(Json.write(document));
    } else {
      out.println(
          summary.images()
              + " images, "
              + summary.layers()
              + " layers and blobs: "
              + summary.damaged()
              + " damaged, "
              + summary.repaired()
              + " repaired");
    }
    out.flush();
  }
}
