package io.crij.runtime.rpc;

import io.crij.oci.runtime.HandlerView;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;

/** Refuses pods for runtime handlers that are not there or do not work here. */
record UsableHandlers(RuntimeHandlers handlers) {
  /**
   * @param name empty for the default one
   */
  void require(String name) {
    if (handlers.find(name).isPresent()) {
      return;
    }
    String wanted = name.isEmpty() ? handlers.defaultName() : name;
    HandlerView known =
        handlers.views().stream()
            .filter(view -> view.name().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidArgument(
                        "the pod sandbox asks for the runtime handler \""
                            + PlainText.of(wanted)
                            + "\", which is not configured",
                        "Correct the pod's RuntimeClass, or configure the handler."));
    throw new FailedPrecondition(
        "the runtime handler " + wanted + " does not work here: " + known.reason().orElse("?"),
        "Correct that, or run the pod with another handler.");
  }
}
