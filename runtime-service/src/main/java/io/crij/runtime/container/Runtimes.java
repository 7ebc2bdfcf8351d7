package io.crij.runtime.container;

import io.crij.oci.runtime.OciRuntime;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.PlainText;

/** The OCI runtime that made a container, by the name of its handler. */
record Runtimes(RuntimeHandlers handlers) {
  OciRuntime of(Container container) {
    return handlers
        .find(container.handler())
        .orElseThrow(
            () ->
                new FailedPrecondition(
                    "the runtime handler \""
                        + PlainText.of(container.handler())
                        + "\" of "
                        + container.text()
                        + " is not usable any more",
                    "The Status of crij says why; configure it again."));
  }
}
