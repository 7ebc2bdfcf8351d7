package io.crij.deploy.quickstart;

import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.VersionResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** From an image name to a web server in a pod that answers, each part told with its time. */
final class Demonstration {
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final List<String> EXEC = List.of("hostname");

  private final CriClient client;
  private final Narrator narrator;

  Demonstration(CriClient client, Narrator narrator) {
    this.client = client;
    this.narrator = narrator;
  }

  void daemonIsReady(DaemonStart start) throws InterruptedException {
    Stopwatch watch = Stopwatch.start();
    VersionResponse version = start.await();
    narrator.tell(
        "daemon ready",
        watch.elapsed(),
        version.getRuntimeName()
            + " "
            + version.getRuntimeVersion()
            + ", CRI "
            + version.getRuntimeApiVersion());
  }

  void show(String image, int port, Path logDirectory) throws InterruptedException {
    new ImagePull(client, narrator).run(image);
    WebPod.Started started = WebPod.start(client, image, logDirectory);
    WebPod pod = started.pod();
    narrator.tell(
        "pod ready", started.took(), "IP " + pod.ip() + ", pod " + shortened(pod.podId()));
    visit(pod, port);
    readLog(pod);
    exec(pod);
  }

  void removeEverything() {
    Stopwatch watch = Stopwatch.start();
    int pods = new QuickstartPods(client).removeAll();
    narrator.tell("pods removed", watch.elapsed(), pods + " with their containers");
  }

  private void visit(WebPod pod, int port) throws InterruptedException {
    String host = pod.ip().contains(":") ? "[" + pod.ip() + "]" : pod.ip();
    URI page = URI.create("http://" + host + ":" + port + "/");
    Stopwatch watch = Stopwatch.start();
    String answer = new WebVisit(page).run();
    narrator.tell("GET " + page, watch.elapsed(), answer);
  }

  private void readLog(WebPod pod) throws InterruptedException {
    Stopwatch watch = Stopwatch.start();
    String line = new ContainerLog(pod.log()).newestLine();
    narrator.tell("log line", watch.elapsed(), line);
  }

  private void exec(WebPod pod) {
    Stopwatch watch = Stopwatch.start();
    var answer =
        client
            .runtime(CALL)
            .execSync(
                ExecSyncRequest.newBuilder()
                    .setContainerId(pod.containerId())
                    .addAllCmd(EXEC)
                    .setTimeout(CALL.toSeconds())
                    .build());
    String command = String.join(" ", EXEC);
    if (answer.getExitCode() != 0) {
      throw new DemonstrationFailed(
          command
              + " in the container ended with "
              + answer.getExitCode()
              + ": "
              + answer.getStderr().toString(StandardCharsets.UTF_8).strip());
    }
    narrator.tell(
        "exec " + command,
        watch.elapsed(),
        answer.getStdout().toString(StandardCharsets.UTF_8).strip());
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(13, id.length()));
  }
}
