package io.crij.e2e.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerStatus;
import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageFsInfoRequest;
import io.crij.cri.v1.ListImagesRequest;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.Monitor;
import io.crij.e2e.harness.PodHttp;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestPod;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A daemon that is told to end, as an upgrade does it, and one that keeps what it has. */
@TestInstance(Lifecycle.PER_CLASS)
class RestartKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @BeforeAll
  void pull() {
    crij.node().keep(TestImage.WEB);
    crij.node().keep(TestImage.ZSTD);
  }

  @Test
  void podsServeWhileThereIsNoDaemonAndAreKnownToTheNextOne() {
    TestPod pod = crij.pods().run("upgraded");
    TestContainer web = pod.start(Containers.of(TestImage.WEB, "web").build());
    String ip = pod.ip();
    ContainerStatus before = web.status();
    long monitor = Monitor.of(web).pid();

    assertThat(crij.node().daemon().terminate()).isZero();
    assertThat(new PodHttp().get(ip, 80)).contains("Hello from a pod");
    crij.node().daemon().start();

    assertThat(pod.ip()).isEqualTo(ip);
    assertThat(web.status()).isEqualTo(before);
    assertThat(Monitor.of(web).pid()).isEqualTo(monitor);
    assertThat(web.shell("echo works")).isEqualTo("works");
    TestContainer second = pod.start(Containers.waiting("second").build());
    assertThat(second.shell("wget -q -O - http://127.0.0.1/")).contains("Hello from a pod");
    web.log().await("response:200");
  }

  @Test
  void imagesAreKeptAndTheirRoomIsTheSame() {
    List<Image> before = images();
    long used = usedBytes();
    assertThat(before).hasSize(3);
    crij.node().daemon().terminate();
    crij.node().daemon().start();
    assertThat(images()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(usedBytes()).isEqualTo(used);
    crij.node().daemon().kill();
    crij.node().daemon().start();
    assertThat(images()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(usedBytes()).isEqualTo(used);
  }

  @Test
  void manyRestartsWearNothingOut() {
    TestPod pod = crij.pods().run(crij.pods().sharedPidConfig("patient").build());
    TestContainer container = pod.start(Containers.waiting("shell").build());
    for (int round = 0; round < 4; round++) {
      crij.node().daemon().kill();
      crij.node().daemon().start();
      assertThat(container.shell("echo works")).isEqualTo("works");
    }
    container.stop(10);
    assertThat(container.status().getExitCode()).isZero();
  }

  private List<Image> images() {
    return crij.client()
        .images()
        .listImages(ListImagesRequest.getDefaultInstance())
        .getImagesList();
  }

  private long usedBytes() {
    return crij.client()
        .images()
        .imageFsInfo(ImageFsInfoRequest.getDefaultInstance())
        .getImageFilesystems(0)
        .getUsedBytes()
        .getValue();
  }
}
