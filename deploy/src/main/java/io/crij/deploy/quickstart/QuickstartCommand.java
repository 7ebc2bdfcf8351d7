package io.crij.deploy.quickstart;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code crij quickstart}: drives a running daemon over its socket; deploy/quickstart calls it. */
@Command(
    name = "quickstart",
    description =
        "Show a running daemon at work: pull an image, run a web server in a pod, remove it.")
public final class QuickstartCommand implements Callable<Integer> {
  @Option(names = "--listen", required = true, description = "The daemon's socket.")
  private Path socket = Path.of("/run/crij/crij.sock");

  @Option(names = "--image", description = "The image; its own command serves HTTP.")
  private Optional<String> image = Optional.empty();

  @Option(names = "--port", defaultValue = "80", description = "The server's port (default: 80).")
  private int port;

  @Option(
      names = "--log-directory",
      defaultValue = "/var/log/pods/quickstart",
      description = "For the pod's log.")
  private Path logDirectory = Path.of("/var/log/pods/quickstart");

  @Option(names = "--daemon", description = "The daemon's process, so that its end is noticed.")
  private Optional<Long> daemon = Optional.empty();

  @Option(names = "--keep", description = "Leave the pod running.")
  private boolean keep;

  @Option(
      names = "--progress",
      description = "Standard output is a terminal: show the pull as it goes.")
  private boolean progress;

  @Option(names = "--remove", description = "Only remove what an earlier run left.")
  private boolean removeOnly;

  private final PrintStream out;
  private final PrintStream err;

  public QuickstartCommand() {
    this(System.out, System.err);
  }

  QuickstartCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (CriClient client = new CriClient(socket)) {
      Demonstration demonstration = new Demonstration(client, new Narrator(out, progress));
      if (removeOnly) {
        demonstration.removeEverything();
      } else {
        run(client, demonstration);
      }
      return 0;
    } catch (StatusRuntimeException e) {
      return failed(said(e.getStatus()));
    } catch (DemonstrationFailed e) {
      return failed(e.getMessage());
    }
  }

  private void run(CriClient client, Demonstration demonstration) throws InterruptedException {
    String name =
        image.orElseThrow(() -> new DemonstrationFailed("say which image to run: --image NAME"));
    demonstration.daemonIsReady(new DaemonStart(client, daemon));
    try {
      demonstration.show(name, port, logDirectory);
    } catch (RuntimeException failure) {
      removeAfter(failure, demonstration);
      throw failure;
    }
    if (!keep) {
      demonstration.removeEverything();
    }
  }

  /** What could not be removed either is told beside the failure itself. */
  private void removeAfter(RuntimeException failure, Demonstration demonstration) {
    try {
      demonstration.removeEverything();
    } catch (StatusRuntimeException e) {
      err.println("crij quickstart: removing its pods failed: " + said(e.getStatus()));
      failure.addSuppressed(e);
    }
  }

  private int failed(String why) {
    err.println("crij quickstart: " + why);
    return 1;
  }

  private static String said(Status status) {
    return Optional.ofNullable(status.getDescription()).orElse("the daemon does not answer")
        + " ("
        + status.getCode()
        + ")";
  }
}
