package io.crij.image.testing;

import io.crij.image.ImageFiles;
import io.crij.image.ImageLimits;
import io.crij.image.ImageParts;
import io.crij.image.ImageServices;
import io.crij.image.ImageSettings;
import io.crij.image.RegistrySettings;
import io.crij.image.reference.Digest;
import io.crij.image.registry.PullCredentials;
import io.crij.linux.event.EventLoop;
import io.crij.linux.files.UserTree;
import io.crij.linux.mount.MountEntry;
import io.crij.linux.mount.MountTable;
import io.crij.linux.mount.Mounts;
import io.crij.linux.process.Command;
import io.crij.linux.process.Spawner;
import io.crij.operations.failpoint.Failpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/** The image service of a node whose state is in one directory; it can be opened again. */
public final class ImageNode implements AutoCloseable {
  private final Path directory;
  private final ImageLimits limits;
  private final TestOperations operations;
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final EventLoop loop = new EventLoop();
  private final Set<String> containers = ConcurrentHashMap.newKeySet();
  private RegistrySettings registries =
      RegistrySettings.usual().withHostFolders(List.of()).withEnvironment(Map.of());
  private Optional<ImageServices> services = Optional.empty();

  /** Everything is removed when this is closed, but for {@code directory} itself. */
  public ImageNode(Path directory, ImageLimits limits) {
    this(directory, limits, Failpoints.NONE);
  }

  /** With faults in the steps of pulls. */
  public ImageNode(Path directory, ImageLimits limits, Failpoints failpoints) {
    operations = new TestOperations(failpoints);
    this.directory = directory;
    this.limits = limits;
  }

  public Path root() {
    return directory.resolve("root");
  }

  public Path runroot() {
    return directory.resolve("run");
  }

  public Path registriesConf() {
    return directory.resolve("registries.conf");
  }

  /** How registries are reached from the next start on. */
  public void reach(UnaryOperator<RegistrySettings> change) {
    registries = change.apply(registries);
  }

  public ImageServices start() throws IOException {
    if (!Files.exists(registriesConf())) {
      Files.writeString(registriesConf(), "");
    }
    ImageFiles files =
        new ImageFiles(
            Optional.of(registriesConf()),
            Optional.empty(),
            Optional.empty(),
            Optional.of(directory.resolve("policies")),
            Optional.of(directory.resolve("auth.json")));
    return start(files);
  }

  public ImageServices start(ImageFiles files) {
    ImageSettings settings =
        ImageSettings.of(root(), runroot())
            .withFiles(files)
            .withLimits(limits)
            .withRegistries(registries);
    ImageParts parts =
        new ImageParts(
            operations.operations(),
            operations.runner(),
            timer,
            new Command(new Spawner(loop)),
            _ -> true,
            containers::contains,
            Clock.systemUTC());
    services = Optional.of(ImageServices.open(settings, parts));
    return services.get();
  }

  /** There is a container of this id from now on. */
  public void addContainer(String id) {
    containers.add(id);
  }

  public void stop() {
    services.ifPresent(ImageServices::close);
    services = Optional.empty();
  }

  public ImageServices restart() throws IOException {
    stop();
    return start();
  }

  /**
   * Pulls an image.
   *
   * @throws ExecutionException with the failure
   */
  public Digest pull(String name) throws ExecutionException, InterruptedException {
    return services.orElseThrow().puller().pull(name, PullCredentials.NONE).get();
  }

  @Override
  public void close() throws IOException {
    leave();
    UserTree.removeTree(directory, "root");
    UserTree.removeTree(directory, "run");
  }

  /** Ends without removing anything but mounts. */
  public void leave() throws IOException {
    stop();
    timer.shutdownNow();
    operations.close();
    loop.close();
    for (MountEntry mount : MountTable.read().below(runroot()).reversed()) {
      Mounts.unmount(Path.of(mount.mountPoint()), true);
    }
  }
}
