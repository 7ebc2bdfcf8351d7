package io.crij.operations.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A fake kernel: objects with names, and a diary of what was done to them. */
final class World {
  static final Duration DEADLINE = Duration.ofSeconds(10);

  final Set<String> objects = new ConcurrentSkipListSet<>();
  final List<String> diary = Collections.synchronizedList(new ArrayList<>());

  Step step(String name) {
    return step(name, Action.NOTHING, Action.NOTHING);
  }

  /** A step that makes the object {@code name}, then does {@code then}; the undo removes it. */
  Step step(String name, Action then, Action beforeUndo) {
    return Step.of(
        name,
        DEADLINE,
        context -> {
          diary.add("do " + name);
          objects.add(name);
          then.run(context);
        },
        context -> {
          diary.add("undo " + name);
          beforeUndo.run(context);
          objects.remove(name);
        });
  }

  static Action fail(Exception failure) {
    return context -> {
      throw failure;
    };
  }
}
