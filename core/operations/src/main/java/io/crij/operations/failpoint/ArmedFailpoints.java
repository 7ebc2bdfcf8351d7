package io.crij.operations.failpoint;

import io.crij.operations.failure.InvalidArgument;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Failpoints as a specification armed them. */
final class ArmedFailpoints implements Failpoints {
  private static final int KILLED = 137;
  private static final String FORM =
      "Write NAME=ACTION[*COUNT];... with ACTION one of error, delay:MILLIS, hang, kill.";

  private record Armed(FailpointAction action, AtomicInteger hitsLeft) {}

  private final Map<String, Armed> byName;
  private final IntConsumer halt;

  private ArmedFailpoints(Map<String, Armed> byName, IntConsumer halt) {
    this.byName = Map.copyOf(byName);
    this.halt = halt;
  }

  static ArmedFailpoints parse(String spec, IntConsumer halt) {
    Map<String, Armed> byName = new HashMap<>();
    for (String part : spec.split(";", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      if (equals <= 0) {
        throw malformed(part);
      }
      if (byName.put(part.substring(0, equals).strip(), arm(part, equals + 1)) != null) {
        throw new InvalidArgument("failpoint \"" + part + "\" is armed twice", FORM);
      }
    }
    return new ArmedFailpoints(byName, halt);
  }

  @Override
  public void hit(String name) throws Exception {
    Armed armed = byName.get(name);
    if (armed == null || armed.hitsLeft.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
      return;
    }
    switch (armed.action) {
      case FailpointAction.Fail _ -> throw new InjectedFault(name);
      case FailpointAction.Delay delay -> Thread.sleep(delay.time());
      case FailpointAction.Hang _ -> Thread.sleep(Duration.ofDays(365));
      case FailpointAction.Kill _ -> halt.accept(KILLED);
    }
  }

  private static Armed arm(String part, int from) {
    String text = part.substring(from).strip();
    int star = text.indexOf('*');
    int count = star < 0 ? Integer.MAX_VALUE : number(part, text.substring(star + 1));
    return new Armed(
        action(part, star < 0 ? text : text.substring(0, star)), new AtomicInteger(count));
  }

  private static FailpointAction action(String part, String text) {
    if (text.startsWith("delay:")) {
      return new FailpointAction.Delay(Duration.ofMillis(number(part, text.substring(6))));
    }
    return switch (text) {
      case "error" -> new FailpointAction.Fail();
      case "hang" -> new FailpointAction.Hang();
      case "kill" -> new FailpointAction.Kill();
      default -> throw malformed(part);
    };
  }

  private static int number(String part, String text) {
    try {
      return Integer.parseUnsignedInt(text.strip());
    } catch (NumberFormatException notNumber) {
      throw malformed(part);
    }
  }

  private static InvalidArgument malformed(String part) {
    return new InvalidArgument("failpoint \"" + part + "\" has the wrong form", FORM);
  }
}
