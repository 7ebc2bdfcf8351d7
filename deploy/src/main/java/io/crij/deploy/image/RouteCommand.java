package io.crij.deploy.image;

import io.crij.deploy.client.DaemonChannel;
import io.crij.deploy.client.DaemonOption;
import io.crij.deploy.client.OutputOption;
import io.crij.deploy.client.Table;
import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.crij.image.operator.v1.RouteCandidate;
import io.crij.image.operator.v1.RouteEndpoint;
import io.crij.image.operator.v1.RouteRequest;
import io.crij.image.operator.v1.RouteResponse;
import io.crij.operations.record.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code crij image route}: where a pull would ask, in order, and which file says so. */
@Command(
    name = "route",
    mixinStandardHelpOptions = true,
    description =
        "Print which endpoints a pull of NAME would try, in order, and which file says so.")
final class RouteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DaemonOption daemon;
  @Mixin private OutputOption output;

  @Parameters(paramLabel = "NAME", description = "An image's name, as a pod would write it.")
  private String name = "";

  @Override
  public Integer call() {
    RouteResponse route;
    try (DaemonChannel channel = daemon.connect()) {
      route =
          ImageOperatorGrpc.newBlockingStub(channel.channel())
              .withDeadlineAfter(ImageCalls.SHORT)
              .route(RouteRequest.newBuilder().setImage(name).build());
    }
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      out.println(Json.write(json(route)));
      out.flush();
    } else {
      table(route).print(out);
    }
    return 0;
  }

  private static Table table(RouteResponse route) {
    Table table = new Table("IMAGE", "ASKED", "TLS", "FROM", "WHY");
    for (RouteCandidate candidate : route.getCandidatesList()) {
      if (!candidate.getRefusal().isEmpty()) {
        table.row(candidate.getReference(), "(nothing)", "", "", candidate.getRefusal());
      }
      for (RouteEndpoint endpoint : candidate.getEndpointsList()) {
        table.row(
            candidate.getReference(),
            endpoint.getLocation(),
            endpoint.getInsecure() ? "insecure" : "verified",
            endpoint.getSource().isEmpty() ? "(default)" : endpoint.getSource(),
            endpoint.getWhy() + meaning(candidate));
      }
    }
    return table;
  }

  /** Why a short name means this, when a file says so. */
  private static String meaning(RouteCandidate candidate) {
    return candidate.getSource().isEmpty()
        ? ""
        : "; the name by " + candidate.getWhy() + " in " + candidate.getSource();
  }

  private static ObjectNode json(RouteResponse route) {
    ObjectNode root = Json.strict().createObjectNode();
    ArrayNode candidates = root.putArray("candidates");
    for (RouteCandidate candidate : route.getCandidatesList()) {
      ObjectNode one = candidates.addObject();
      one.put("reference", candidate.getReference());
      one.put("source", candidate.getSource());
      one.put("why", candidate.getWhy());
      if (!candidate.getRefusal().isEmpty()) {
        one.put("refusal", candidate.getRefusal());
      }
      ArrayNode endpoints = one.putArray("endpoints");
      for (RouteEndpoint endpoint : candidate.getEndpointsList()) {
        ObjectNode place = endpoints.addObject();
        place.put("location", endpoint.getLocation());
        place.put("mirror", endpoint.getMirror());
        place.put("insecure", endpoint.getInsecure());
        place.put("source", endpoint.getSource());
        place.put("why", endpoint.getWhy());
      }
    }
    return root;
  }
}
