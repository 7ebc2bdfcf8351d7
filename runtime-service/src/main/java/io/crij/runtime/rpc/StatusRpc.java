package io.crij.runtime.rpc;

import io.crij.cni.Cni;
import io.crij.cni.NetworkState;
import io.crij.cni.podcidr.PodCidrs;
import io.crij.cri.v1.RuntimeCondition;
import io.crij.cri.v1.RuntimeFeatures;
import io.crij.cri.v1.RuntimeHandler;
import io.crij.cri.v1.RuntimeHandlerFeatures;
import io.crij.cri.v1.RuntimeStatus;
import io.crij.cri.v1.StatusRequest;
import io.crij.cri.v1.StatusResponse;
import io.crij.oci.runtime.HandlerView;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.operations.record.Json;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** CRI Status: whether pods can run here, and the truth about each runtime handler. */
final class StatusRpc {
  private final Cni cni;
  private final PodCidrs podCidrs;
  private final RuntimeHandlers handlers;
  private final Supplier<Map<String, String>> info;

  StatusRpc(
      Cni cni, PodCidrs podCidrs, RuntimeHandlers handlers, Supplier<Map<String, String>> info) {
    this.cni = cni;
    this.podCidrs = podCidrs;
    this.handlers = handlers;
    this.info = info;
  }

  StatusResponse answer(StatusRequest request) {
    NetworkState network = cni.state();
    StatusResponse.Builder answer =
        StatusResponse.newBuilder()
            .setStatus(
                RuntimeStatus.newBuilder().addConditions(runtime()).addConditions(network(network)))
            .setFeatures(
                RuntimeFeatures.newBuilder()
                    .setSupplementalGroupsPolicy(true)
                    .setMountOptions(true));
    handlers.views().stream().filter(HandlerView::usable).forEach(view -> add(answer, view));
    if (request.getVerbose()) {
      answer.putAllInfo(info.get()).putInfo("handlers", handlersInfo());
      answer.putInfo("network", networkInfo(network));
    }
    return answer.build();
  }

  private RuntimeCondition runtime() {
    Optional<HandlerView> chosen =
        handlers.views().stream()
            .filter(view -> view.name().equals(handlers.defaultName()))
            .findFirst();
    RuntimeCondition.Builder condition = RuntimeCondition.newBuilder().setType("RuntimeReady");
    if (chosen.filter(HandlerView::usable).isPresent()) {
      return condition.setStatus(true).build();
    }
    return condition
        .setReason("DefaultHandlerUnusable")
        .setMessage(
            "the default runtime handler \""
                + handlers.defaultName()
                + "\" is not usable: "
                + chosen.flatMap(HandlerView::reason).orElse("it is not configured"))
        .build();
  }

  private static RuntimeCondition network(NetworkState state) {
    RuntimeCondition.Builder condition = RuntimeCondition.newBuilder().setType("NetworkReady");
    return switch (state) {
      case NetworkState.Ready _ -> condition.setStatus(true).build();
      case NetworkState.NotReady notReady ->
          condition.setReason("NetworkPluginNotReady").setMessage(notReady.reason()).build();
    };
  }

  /** The default handler goes by its own name and by none. */
  private void add(StatusResponse.Builder answer, HandlerView view) {
    RuntimeHandlerFeatures features =
        RuntimeHandlerFeatures.newBuilder()
            .setRecursiveReadOnlyMounts(
                view.facts().filter(RuntimeFacts::recursiveReadOnly).isPresent())
            .build();
    if (view.name().equals(handlers.defaultName())) {
      answer.addRuntimeHandlers(RuntimeHandler.newBuilder().setFeatures(features));
    }
    answer.addRuntimeHandlers(
        RuntimeHandler.newBuilder().setName(view.name()).setFeatures(features));
  }

  private String handlersInfo() {
    ObjectNode all = Json.strict().createObjectNode();
    for (HandlerView view : handlers.views()) {
      ObjectNode one = all.putObject(view.name());
      one.put("usable", view.usable());
      view.reason().ifPresent(reason -> one.put("reason", reason));
      view.facts()
          .ifPresent(
              facts -> {
                one.put("kind", facts.kind().name());
                one.put("version", facts.version());
              });
      ArrayNode warnings = one.putArray("warnings");
      view.warnings().forEach(warnings::add);
    }
    return Json.write(all);
  }

  private String networkInfo(NetworkState state) {
    ObjectNode info = Json.strict().createObjectNode();
    podCidrs.now().forEach(info.putArray("podCidrs")::add);
    switch (state) {
      case NetworkState.Ready ready -> {
        info.put("network", ready.network());
        info.put("file", ready.file().toString());
        ArrayNode skipped = info.putArray("skipped");
        ready.skipped().forEach(skipped::add);
      }
      case NetworkState.NotReady notReady -> info.put("reason", notReady.reason());
    }
    return Json.write(info);
  }
}
