package io.crij.deploy.daemon;

import io.crij.operations.failpoint.Failpoints;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults for tests, from the environment, honoured only when a hidden flag allows it.
 *
 * @param allowed whether the flag was given
 * @param environment of this process
 */
public record TestFaults(boolean allowed, Map<String, String> environment) {
  private static final Logger log = LoggerFactory.getLogger(TestFaults.class);
  private static final String VARIABLE = "CRIJ_FAILPOINTS";

  public static final TestFaults NONE = new TestFaults(false, Map.of());

  public TestFaults {
    environment = Map.copyOf(environment);
  }

  /**
   * The faults to inject; says loudly that there are some.
   *
   * @throws io.crij.operations.failure.InvalidArgument when the text has the wrong form
   */
  Failpoints failpoints() {
    String text = environment.getOrDefault(VARIABLE, "");
    if (text.isBlank()) {
      return Failpoints.NONE;
    }
    if (!allowed) {
      log.warn("{} is set and ignored: it is for tests only", VARIABLE);
      return Failpoints.NONE;
    }
    Failpoints faults = Failpoints.parse(text);
    log.warn("THIS DAEMON FAILS ON PURPOSE, as {} says: {}", VARIABLE, text);
    return faults;
  }
}
