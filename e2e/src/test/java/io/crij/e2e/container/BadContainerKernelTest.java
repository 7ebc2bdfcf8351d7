package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.CreateContainerRequest;
import io.crij.cri.v1.ImageSpec;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.Handlers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Containers that cannot be: the error says why, nothing is left, and a good one works. */
@TestInstance(Lifecycle.PER_CLASS)
class BadContainerKernelTest {
  private static final Set<Status.Code> ASKERS_FAULT =
      Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION, Status.Code.NOT_FOUND);

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @ParameterizedTest
  @EnumSource
  void aCommandThatCannotRunIsTheAskersFault(BadCommand bad) {
    for (String handler : Handlers.usable()) {
      TestPod pod = crij.pods().run(crij.pods().config("bad-command").build(), handler);
      GrpcFailure failure =
          GrpcFailure.of(
              () ->
                  pod.start(
                      Containers.waiting("bad").clearCommand().addCommand(bad.command).build()));
      assertThat(failure.code()).as(handler).isIn(ASKERS_FAULT);
      assertThat(failure.message()).as(handler).containsAnyOf(bad.command, "executable");
      pod.containers().forEach(left -> new TestContainer(pod.client(), left.getId()).remove());
      pod.start(Containers.waiting("bad").build());
      pod.remove();
      crij.node().assertNothingLeft();
    }
  }

  enum BadCommand {
    NOT_THERE("/no/such/program"),
    NOT_ON_THE_PATH("no-such-program"),
    A_DIRECTORY("/etc"),
    NOT_A_PROGRAM("/etc/passwd");

    private final String command;

    BadCommand(String command) {
      this.command = command;
    }
  }

  @Test
  void anImageThatIsNotHereMustBePulledFirst() {
    TestPod pod = crij.pods().run("no-image");
    ContainerConfig config =
        Containers.waiting("shell")
            .setImage(ImageSpec.newBuilder().setImage("registry.k8s.io/e2e/never-pulled:1"))
            .build();
    GrpcFailure failure = GrpcFailure.of(() -> pod.create(config));
    assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failure.message()).contains("registry.k8s.io/e2e/never-pulled:1");
    assertThat(pod.containers()).isEmpty();
  }

  @Test
  void aPodThatIsNotHereHasNoContainers() {
    TestPod unknown = crij.pods().existing("0".repeat(64), crij.pods().config("none").build());
    GrpcFailure failure = GrpcFailure.of(() -> unknown.create(Containers.waiting("shell").build()));
    assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void requestsWithoutTheirEssentialsAreRefused() {
    TestPod pod = crij.pods().run("essentials");
    CreateContainerRequest good = pod.createRequest(Containers.waiting("shell").build());
    List<CreateContainerRequest> bad =
        List.of(
            CreateContainerRequest.getDefaultInstance(),
            good.toBuilder().clearPodSandboxId().build(),
            good.toBuilder().clearConfig().build(),
            good.toBuilder().setConfig(good.getConfig().toBuilder().clearMetadata()).build(),
            good.toBuilder().setConfig(good.getConfig().toBuilder().clearImage()).build());
    for (CreateContainerRequest request : bad) {
      assertThat(GrpcFailure.of(() -> crij.client().runtime().createContainer(request)).code())
          .as(request.toString())
          .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);
    }
    assertThat(pod.containers()).isEmpty();
  }

  @Test
  void anEnvironmentCannotSmuggleAnotherVariable() {
    TestPod pod = crij.pods().run("smuggler");
    for (String name : List.of("", "A=B", "A\0B")) {
      GrpcFailure failure =
          GrpcFailure.of(
              () ->
                  pod.create(
                      Containers.waiting("shell").addEnvs(Containers.env(name, "x")).build()));
      assertThat(failure.code()).as(name).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
  }
}
