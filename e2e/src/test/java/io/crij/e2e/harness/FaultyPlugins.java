package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A plugin directory whose portmap, the last plugin of a test network, does what a test wants. The
 * bridge before it is real, so a failure comes when there is already something to undo.
 */
public final class FaultyPlugins {
  /** What portmap does instead of its work. */
  public enum Behaviour {
    NONE,
    /** Fails with an error object, as the protocol wants it. */
    FAIL,
    /** As FAIL, also when it has to undo its work. */
    BROKEN,
    /** Asks to be called again later. */
    TRY_LATER,
    /** Ends with an error code and says nothing that the protocol knows. */
    CRASH,
    /** Succeeds, with output that is no JSON. */
    GARBAGE,
    /** Succeeds and says nothing. */
    SILENCE,
    /** Writes without an end. */
    FLOOD,
    /** Neither ends nor says anything, and has a child that does the same. */
    HANG,
    /** Does its work after the test has let it go on. */
    WAIT
  }

  private static final List<String> REAL = List.of("bridge", "host-local", "loopback", "portmap");

  private final Path directory;

  private FaultyPlugins(Path directory) {
    this.directory = directory;
  }

  /** The plugins of a directory that was filled before. */
  public static FaultyPlugins at(Path directory) {
    return new FaultyPlugins(directory);
  }

  /** Fills a directory. */
  public static FaultyPlugins in(Path directory) {
    FaultyPlugins plugins = new FaultyPlugins(directory);
    plugins.fill();
    return plugins;
  }

  private void fill() {
    try {
      Files.createDirectories(directory);
      for (String plugin : REAL) {
        Path source = PodNetwork.plugins().resolve(plugin);
        String name = plugin.equals("portmap") ? "real-portmap" : plugin;
        Files.copy(source, directory.resolve(name));
      }
      write("portmap", script());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path directory() {
    return directory;
  }

  /** From the next ADD on. */
  public void behave(Behaviour behaviour) {
    try {
      Files.deleteIfExists(directory.resolve("reached"));
      Files.writeString(directory.resolve("behaviour"), behaviour + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether an ADD has come to the misbehaving plugin since {@link #behave}. */
  public boolean isReached() {
    return Files.exists(directory.resolve("reached"));
  }

  /** Lets waiting plugins go on, and later ones work. */
  public void goOn() {
    behave(Behaviour.NONE);
  }

  /** Processes of plugins that are still there. */
  public List<String> running() {
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      return processes
          .map(process -> process.info().commandLine().orElse(""))
          .filter(command -> command.contains(directory.toString()))
          .toList();
    }
  }

  private void write(String name, String text) throws IOException {
    Path script = Files.writeString(directory.resolve(name), text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String script() {
    return """
    #!/bin/sh
    here=%s
    behaviour=NONE
    [ ! -e $here/behaviour ] || read -r behaviour <$here/behaviour
    [ "$CNI_COMMAND" = ADD ] || [ "$behaviour" = BROKEN ] || behaviour=NONE
    [ "$behaviour" = NONE ] || : >$here/reached
    case $behaviour in
      FAIL|BROKEN) echo '{"cniVersion":"1.0.0","code":100,"msg":"no luck today","details":"at all"}'; exit 1 ;;
      TRY_LATER) echo '{"cniVersion":"1.0.0","code":11,"msg":"busy now"}'; exit 1 ;;
      CRASH) echo 'panic: the plugin fell over' >&2; exit 2 ;;
      GARBAGE) echo 'this is { not JSON'; exit 0 ;;
      SILENCE) exit 0 ;;
      FLOOD) exec /bin/sh -c 'while :; do echo 0123456789abcdef0123456789abcdef; done' $here ;;
      HANG) /bin/sh -c 'sleep 1000; :' $here & wait ;;
      WAIT) while [ "$behaviour" = WAIT ]; do sleep 0.02; read -r behaviour <$here/behaviour; done ;;
    esac
    exec $here/real-portmap
    """
        .formatted(directory);
  }
}
