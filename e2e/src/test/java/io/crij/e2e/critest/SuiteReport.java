package io.crij.e2e.critest;

import io.crij.e2e.critest.SpecResult.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the suite's JUnit report says of its specs. */
record SuiteReport(List<SpecResult> specs) {
  private static final Set<String> FAULTS = Set.of("failure", "error");

  /** What a command line left out, of which nothing is to be told. */
  private static final String NOT_CHOSEN = "skipped";

  static SuiteReport read(Path file) throws IOException {
    try {
      NodeList cases =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getElementsByTagName("testcase");
      List<SpecResult> specs = new ArrayList<>();
      for (int i = 0; i < cases.getLength(); i++) {
        Element spec = (Element) cases.item(i);
        // Set-up and tear-down of the suite are cases too; only their failures matter.
        if (spec.getAttribute("name").startsWith("[It]") || isFault(spec.getAttribute("status"))) {
          specs.add(result(spec));
        }
      }
      return new SuiteReport(specs);
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException("reading " + file, e);
    }
  }

  private static boolean isFault(String status) {
    return !Set.of("passed", "skipped", "pending").contains(status);
  }

  private static SpecResult result(Element spec) {
    String name = spec.getAttribute("name").replaceFirst("^\\[It] (\\[k8s\\.io] )?", "");
    double seconds = Double.parseDouble(spec.getAttribute("time"));
    for (String fault : FAULTS) {
      if (spec.getElementsByTagName(fault).item(0) instanceof Element element) {
        String detail = element.getAttribute("message");
        return new SpecResult(
            name, Outcome.FAILED, detail.isEmpty() ? element.getTextContent() : detail, seconds);
      }
    }
    if (spec.getElementsByTagName(NOT_CHOSEN).item(0) instanceof Element element) {
      String reason = element.getAttribute("message").replaceFirst("^skipped( - )?", "");
      return new SpecResult(name, Outcome.SKIPPED, reason, seconds);
    }
    return new SpecResult(name, Outcome.PASSED, "", seconds);
  }

  long count(Outcome outcome) {
    return chosen().stream().filter(spec -> spec.outcome() == outcome).count();
  }

  /** Without the specs that the command line left out, which have no reason. */
  private List<SpecResult> chosen() {
    return specs.stream()
        .filter(spec -> spec.outcome() != Outcome.SKIPPED || !spec.detail().isEmpty())
        .toList();
  }

  /** A line per failed spec, and one per reason to skip. */
  String table() {
    StringBuilder text = new StringBuilder();
    for (SpecResult spec : specs) {
      if (spec.outcome() == Outcome.FAILED) {
        text.append("FAILED   ").append(spec.name()).append('\n');
        text.append("         ").append(firstLines(spec.detail())).append('\n');
      }
    }
    Map<String, Long> reasons = new TreeMap<>();
    chosen().stream()
        .filter(spec -> spec.outcome() == Outcome.SKIPPED)
        .forEach(spec -> reasons.merge(spec.detail(), 1L, Long::sum));
    reasons.forEach((reason, count) -> text.append("%7d skipped: %s%n".formatted(count, reason)));
    long leftOut = (long) specs.size() - chosen().size();
    if (leftOut > 0) {
      text.append("%7d not chosen by the command line%n".formatted(leftOut));
    }
    return text.toString();
  }

  private static String firstLines(String detail) {
    return String.join("\n         ", detail.strip().lines().limit(4).toList());
  }

  String counts() {
    return "%d passed, %d failed, %d skipped"
        .formatted(count(Outcome.PASSED), count(Outcome.FAILED), count(Outcome.SKIPPED));
  }
}
