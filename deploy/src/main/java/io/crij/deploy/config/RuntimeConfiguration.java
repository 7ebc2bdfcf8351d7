package io.crij.deploy.config;

import io.crij.operations.failure.InvalidArgument;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How containers are run.
 *
 * @param defaultRuntime empty: the first of crun and runc that works
 * @param conmon empty: searched
 * @param catatonit empty: searched
 */
public record RuntimeConfiguration(
    Optional<String> defaultRuntime,
    List<Handler> handlers,
    CgroupManager cgroupManager,
    Optional<Path> conmon,
    Optional<Path> catatonit,
    int concurrentOperations,
    int concurrentExecs,
    boolean seccompByDefault) {

  /**
   * One runtime handler.
   *
   * @param path empty: a program of the handler's name is searched
   * @param root where the OCI runtime keeps its state
   */
  public record Handler(String name, Optional<Path> path, Path root) {}

  public RuntimeConfiguration {
    handlers = List.copyOf(handlers);
    List<String> names = handlers.stream().map(Handler::name).toList();
    if (defaultRuntime.isPresent() && !names.contains(defaultRuntime.get())) {
      throw new InvalidArgument(
          "crij.runtime.default_runtime is " + defaultRuntime.get() + ", which is no handler",
          "Choose one of " + String.join(", ", names) + ", or add its table");
    }
  }

  static RuntimeConfiguration of(Settings settings) {
    Path runtimes = settings.get(Keys.RUNROOT).resolve("runtimes");
    List<Handler> handlers =
        settings.handlers().stream()
            .map(
                name -> {
                  HandlerKeys keys = new HandlerKeys(name);
                  return new Handler(
                      name,
                      settings.get(keys.path()),
                      settings.get(keys.root()).orElse(runtimes.resolve(name)));
                })
            .toList();
    return new RuntimeConfiguration(
        settings.get(Keys.DEFAULT_RUNTIME),
        handlers,
        settings.get(Keys.CGROUP_MANAGER),
        settings.get(Keys.CONMON),
        settings.get(Keys.CATATONIT),
        settings.get(Keys.CONCURRENT_OPERATIONS),
        settings.get(Keys.CONCURRENT_EXECS),
        settings.get(Keys.SECCOMP_BY_DEFAULT));
  }
}
