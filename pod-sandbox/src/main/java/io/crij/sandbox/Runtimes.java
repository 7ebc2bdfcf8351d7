package io.crij.sandbox;

import io.crij.oci.runtime.HandlerView;
import io.crij.oci.runtime.OciRuntime;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.List;
import java.util.Optional;

/** The runtime of a handler, or why there is none. */
record Runtimes(RuntimeHandlers handlers) {

  OciRuntime require(String handler) {
    return handlers.find(handler).orElseThrow(() -> missing(handler));
  }

  private Failure missing(String handler) {
    String name = handler.isEmpty() ? handlers.defaultName() : handler;
    List<HandlerView> views = handlers.views();
    Optional<HandlerView> known = views.stream().filter(v -> v.name().equals(name)).findFirst();
    return known.isPresent()
        ? new FailedPrecondition(
            "The runtime handler "
                + name
                + " cannot be used here: "
                + known.get().reason().orElse(""),
            "Correct its configuration, or use another handler.")
        : new InvalidArgument(
            "There is no runtime handler " + PlainText.quoted(name),
            "Configured are " + views.stream().map(HandlerView::name).toList() + ".");
  }
}
