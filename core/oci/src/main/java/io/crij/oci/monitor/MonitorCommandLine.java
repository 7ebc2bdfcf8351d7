package io.crij.oci.monitor;

import io.crij.linux.fd.Fd;
import io.crij.linux.process.SpawnRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How conmon is started (conmon(8)); it hands its environment on to the runtime and its hooks. */
record MonitorCommandLine(Path conmon, MonitorRequest request, MonitorFiles files) {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final int STDERR = 2;
  private static final int SYNC = 3;
  private static final int START = 4;

  SpawnRequest spawn(Fd sync, Fd start, Fd log) {
    return new SpawnRequest(
        conmon,
        arguments(),
        Map.of(
            "PATH",
            PATH,
            "_OCI_SYNCPIPE",
            Integer.toString(SYNC),
            "_OCI_STARTPIPE",
            Integer.toString(START)),
        Map.of(STDERR, log, SYNC, sync, START, start),
        Optional.of(Path.of("/")));
  }

  private List<String> arguments() {
    // --sync: it stays our child, so that it is known before it is let loose.
    List<String> arguments = new ArrayList<>(List.of("--api-version", "1", "--sync"));
    add(arguments, "--bundle", request.bundle());
    add(arguments, "--cid", request.containerId());
    add(arguments, "--cuuid", request.containerId());
    add(arguments, "--name", request.name());
    add(arguments, "--runtime", request.runtime().handler().program());
    add(arguments, "--runtime-arg", "--root=" + request.runtime().handler().stateRoot());
    add(arguments, "--container-pidfile", files.containerPid());
    add(arguments, "--log-path", "k8s-file:" + request.logFile());
    add(arguments, "--exit-dir", request.exitDirectory());
    add(arguments, "--persist-dir", files.own());
    add(arguments, "--log-level", "error");
    // The attach socket is in the bundle, not in a directory that all share.
    arguments.add("--full-attach");
    if (request.terminal()) {
      arguments.add("--terminal");
    }
    if (request.stdin()) {
      arguments.add("--stdin");
      if (!request.stdinOnce()) {
        arguments.add("--leave-stdin-open");
      }
    }
    return arguments;
  }

  private static void add(List<String> arguments, String option, Object value) {
    arguments.add(option);
    arguments.add(value.toString());
  }
}
