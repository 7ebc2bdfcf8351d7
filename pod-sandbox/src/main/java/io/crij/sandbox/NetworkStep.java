package io.crij.sandbox;

import io.crij.cni.Attachment;
import io.crij.cni.Cni;
import io.crij.cni.CniResult;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.operations.step.CancelInterrupt;
import io.crij.operations.step.Step;
import io.crij.operations.step.StepContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The attachment to the node's network. */
record NetworkStep(SandboxEntry entry, Cni cni, Duration deadline) implements Step {
  static final String POD_NAMESPACE = "K8S_POD_NAMESPACE";
  static final String POD_NAME = "K8S_POD_NAME";
  static final String POD_UID = "K8S_POD_UID";
  private static final String INTERFACE = "eth0";

  @Override
  public String name() {
    return "network";
  }

  @Override
  public void doIt(StepContext context) {
    context.waitsFor("CNI plugins");
    CniResult result;
    try (CancelInterrupt _ = CancelInterrupt.of(context)) {
      result = cni.add(attachment(), context.remaining());
    }
    entry.note(record -> record.withIps(result.podIps(INTERFACE)));
  }

  @Override
  public void undo(StepContext context) {
    context.waitsFor("CNI plugins");
    cni.del(entry.id());
  }

  private Attachment attachment() {
    SandboxConfig config = entry.record().config();
    Map<String, String> args = new LinkedHashMap<>();
    args.put(POD_NAMESPACE, config.metadata().namespace());
    args.put(POD_NAME, config.metadata().name());
    args.put("K8S_POD_INFRA_CONTAINER_ID", entry.id());
    args.put(POD_UID, config.metadata().uid());
    return new Attachment(
        entry.id(),
        entry.snapshot().places().namespace(NamespaceKind.NET).orElseThrow(),
        INTERFACE,
        args,
        config.portMappings());
  }
}
