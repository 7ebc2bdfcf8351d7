package io.crij.oci.runtime;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured handlers by name, as the probes found them. */
public final class RuntimeHandlers {
  private final Map<String, RuntimeProbe> probes;
  private final String defaultName;

  /**
   * @param probes by handler name
   * @param defaultName one of them
   */
  public RuntimeHandlers(Map<String, RuntimeProbe> probes, String defaultName) {
    this.probes = new LinkedHashMap<>(probes);
    this.defaultName = defaultName;
    if (!probes.containsKey(defaultName)) {
      throw new IllegalArgumentException(
          "the default runtime "
              + defaultName
              + " is not configured; there are "
              + this.probes.keySet());
    }
  }

  /** Probes each: starts programs, so platform threads only. */
  public static RuntimeHandlers probe(
      List<RuntimeHandler> handlers, String defaultName, RuntimeProber prober) {
    Map<String, RuntimeProbe> probes = new LinkedHashMap<>();
    for (RuntimeHandler handler : handlers) {
      probes.put(handler.name(), prober.probe(handler));
    }
    return new RuntimeHandlers(probes, defaultName);
  }

  /**
   * The runtime of a handler; empty when there is no such handler or it does not work here.
   *
   * @param name "" for the default
   */
  public Optional<OciRuntime> find(String name) {
    return probes.get(name.isEmpty() ? defaultName : name) instanceof RuntimeProbe.Usable usable
        ? Optional.of(usable.runtime())
        : Optional.empty();
  }

  /**
   * As {@link #find}, for those who need it.
   *
   * @throws io.crij.operations.failure.Failure InvalidArgument when there is no such handler,
   *     FailedPrecondition when it does not work here
   */
  public OciRuntime require(String name) {
    String known = name.isEmpty() ? defaultName : name;
    return switch (probes.get(known)) {
      case RuntimeProbe.Usable usable -> usable.runtime();
      case RuntimeProbe.Unusable unusable ->
          throw new FailedPrecondition(
              "the runtime handler \"" + known + "\" cannot be used here: " + unusable.reason(),
              "Correct its configuration, or use another handler.");
      case null ->
          throw new InvalidArgument(
              "there is no runtime handler " + PlainText.quoted(known),
              "Configured are " + probes.keySet() + ".");
    };
  }

  /** The handler whose runtime keeps the state of this container, when no record names it. */
  public Optional<String> holding(String containerId) {
    return probes.values().stream()
        .filter(RuntimeProbe.Usable.class::isInstance)
        .map(probe -> ((RuntimeProbe.Usable) probe).runtime().handler())
        .filter(handler -> Files.isDirectory(handler.stateRoot().resolve(containerId)))
        .map(RuntimeHandler::name)
        .findFirst();
  }

  public String defaultName() {
    return defaultName;
  }

  /** In the order of the configuration. */
  public List<HandlerView> views() {
    List<HandlerView> views = new ArrayList<>();
    probes.forEach((name, probe) -> views.add(view(name, probe)));
    return views;
  }

  private static HandlerView view(String name, RuntimeProbe probe) {
    return switch (probe) {
      case RuntimeProbe.Usable usable ->
          new HandlerView(
              name, true, Optional.empty(), Optional.of(usable.facts()), usable.warnings());
      case RuntimeProbe.Unusable unusable ->
          new HandlerView(name, false, Optional.of(unusable.reason()), Optional.empty(), List.of());
    };
  }
}
