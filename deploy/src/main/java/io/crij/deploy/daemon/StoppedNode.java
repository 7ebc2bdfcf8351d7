package io.crij.deploy.daemon;

import io.crij.deploy.config.Configuration;
import io.crij.image.ImageServices;
import io.crij.image.check.CheckOptions;
import io.crij.image.check.CheckSummary;
import io.crij.image.check.Finding;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.Failure;
import java.util.function.Consumer;

/** The stores of a node whose daemon does not run, under the locks that it would have. */
public final class StoppedNode {
  private StoppedNode() {}

  /**
   * Opens the stores as a daemon does at its start, checks them, and leaves them closed.
   *
   * @throws Failure when a daemon has them, or they cannot be opened
   */
  public static CheckSummary check(
      Configuration configuration, CheckOptions options, Consumer<Finding> found) {
    StopList stops = new StopList();
    try {
      CheckSummary summary = check(configuration, stops, options, found);
      stops.stopAll();
      return summary;
    } catch (Exception e) {
      stops.stopAfter(e);
      throw Failure.wrap("the stores in " + configuration.root() + " were not checked", e);
    }
  }

  private static CheckSummary check(
      Configuration configuration, StopList stops, CheckOptions options, Consumer<Finding> found)
      throws Exception {
    ProcessUser.requireRoot();
    Claims.lock(configuration, stops);
    Machinery machinery = Machinery.start(configuration, Failpoints.NONE, stops);
    ImageServices images =
        stops.add("the image service", Services.images(configuration, machinery, _ -> false));
    return images.check().run(options, found, () -> false);
  }
}
