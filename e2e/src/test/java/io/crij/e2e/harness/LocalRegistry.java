package io.crij.e2e.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A docker-registry of our own on the loopback address. */
public final class LocalRegistry implements AutoCloseable {
  private static final String SCRIPT = "deploy/images/registry";

  private final Path directory;
  private final String address;

  private LocalRegistry(Path directory, String address) {
    this.directory = directory;
    this.address = address;
  }

  /**
   * Starts one.
   *
   * @param options of the script, such as {@code --htpasswd user:password} or {@code --tls}
   */
  public static LocalRegistry start(Path directory, String... options) {
    List<String> command =
        new ArrayList<>(List.of(Scripts.script(SCRIPT).toString(), "start", directory.toString()));
    command.addAll(List.of(options));
    String address = HostProgram.run(command.toArray(String[]::new)).output();
    return new LocalRegistry(directory, address);
  }

  /** HOST:PORT. */
  public String address() {
    return address;
  }

  public Path directory() {
    return directory;
  }

  /** Again on the same port, with the images it had. */
  public LocalRegistry restart() {
    return start(directory, "--port", address.substring(address.indexOf(':') + 1));
  }

  /** Ends it; the images stay. */
  public void stop() {
    HostProgram.run(Scripts.script(SCRIPT).toString(), "stop", directory.toString()).output();
  }

  @Override
  public void close() {
    stop();
  }
}
