package io.crij.e2e.harness;

import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.ListImagesRequest;
import io.crij.cri.v1.ListPodSandboxRequest;
import io.crij.cri.v1.PodSandbox;
import io.crij.cri.v1.PullImageRequest;
import io.crij.cri.v1.RemoveImageRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A daemon with a folder and a network of its own, and what was on the host before its pods. */
public final class TestNode implements AutoCloseable {
  private final TestImages images;
  private final PodNetwork network;
  private final DaemonUnderTest daemon;
  private HostSnapshot empty;
  private Set<String> ownImages;

  /** Starts it, with the busybox image pulled. */
  public TestNode(TestImages images, UnaryOperator<DaemonSetup> change) {
    this.images = images;
    Path directory = newDirectory();
    network = PodNetwork.free(directory);
    daemon = new DaemonUnderTest(change.apply(DaemonSetup.in(directory, images.registriesConf())));
    try {
      network.writeTo(setup().cniDirectory());
      daemon.start();
      pull(TestImage.BUSYBOX);
      warmUp();
      asEmpty();
    } catch (IOException | AssertionError | RuntimeException e) {
      System.err.println(log());
      close();
      throw new IllegalStateException("no daemon to test", e);
    }
  }

  private static Path newDirectory() {
    try {
      Path directory = Files.createTempDirectory("crij-e2e");
      return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first pod of each kind makes what a node then keeps, such as the bridge. */
  private void warmUp() {
    for (String handler : Handlers.usable()) {
      for (var config : List.of(pods().config("warm-up"), pods().sharedPidConfig("warm-up"))) {
        TestPod pod = pods().run(config.build(), handler);
        pod.start(Containers.shell("warm-up", "true").build()).awaitExit();
        pod.stop();
        pod.remove();
      }
    }
  }

  public DaemonUnderTest daemon() {
    return daemon;
  }

  public DaemonSetup setup() {
    return daemon.setup();
  }

  public PodNetwork network() {
    return network;
  }

  public TestImages images() {
    return images;
  }

  public CriClient client() {
    return daemon.client();
  }

  public Pods pods() {
    return new Pods(daemon::client, daemon.setup());
  }

  /** Pulls an image that stays for all tests of the class. */
  public void keep(TestImage image) {
    pull(image);
    asEmpty();
  }

  /** What is there now is what every test must leave. */
  private void asEmpty() {
    Await.until(
        "the warm-up's processes are gone",
        HostSnapshot.SETTLING,
        () -> KernelTraces.processes(setup()).isEmpty());
    empty = HostSnapshot.take(setup(), network);
    ownImages = imageIds();
  }

  /** Pulls an image of the tests and returns its id. */
  public String pull(TestImage image) {
    return pull(images.get(image).reference());
  }

  public String pull(String reference) {
    return client()
        .images()
        .pullImage(PullImageRequest.newBuilder().setImage(spec(reference)).build())
        .getImageRef();
  }

  public void removeImage(String reference) {
    client()
        .images()
        .removeImage(RemoveImageRequest.newBuilder().setImage(spec(reference)).build());
  }

  public List<PodSandbox> listPods() {
    return client()
        .runtime()
        .listPodSandbox(ListPodSandboxRequest.getDefaultInstance())
        .getItemsList();
  }

  private Set<String> imageIds() {
    return client()
        .images()
        .listImages(ListImagesRequest.getDefaultInstance())
        .getImagesList()
        .stream()
        .map(Image::getId)
        .collect(Collectors.toSet());
  }

  private static ImageSpec spec(String reference) {
    return ImageSpec.newBuilder().setImage(reference).build();
  }

  /** Fails unless the host is as it was before there were pods. */
  public void assertNothingLeft() {
    empty.awaitAgain(setup(), network);
  }

  /** Stops and removes all pods, and removes the images that tests have added. */
  public void removeEverything() {
    for (PodSandbox pod : listPods()) {
      TestPod left = pods().existing(pod.getId(), pods().config("left").build());
      left.stop();
      left.remove();
    }
    imageIds().stream().filter(id -> !ownImages.contains(id)).forEach(this::removeImage);
  }

  /** Ends the daemon, which has no pods: it must take its last mounts with it. */
  public void assertEndsClean() {
    int exitCode = daemon.terminate();
    if (exitCode != 0) {
      throw new AssertionError("the daemon ended with " + exitCode + " on SIGTERM:\n" + log());
    }
    List<String> left = new ArrayList<>(KernelTraces.mounts(setup().directory()));
    left.addAll(KernelTraces.processes(setup()));
    if (!left.isEmpty()) {
      throw new AssertionError("the daemon left at its end: " + left);
    }
  }

  /** Everything that the daemon wrote since it was first started. */
  public String log() {
    try {
      return Files.exists(setup().log()) ? Files.readString(setup().log()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    daemon.close();
    Wreckage.clear(setup());
    network.close();
  }
}
