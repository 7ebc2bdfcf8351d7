package io.crij.image.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.Digest;
import io.crij.image.registry.Credentials;
import io.crij.image.registry.PullCredentials;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.TestOperations;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.operation.OperationKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePullerTest {
  private static final FakeImage IMAGE = FakeImage.of("one", "two");
  private static final String MANIFEST = "/v2/team/app/manifests/1";

  @TempDir Path directory;
  private final TestOperations operations = new TestOperations();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private FakeRegistry registry;
  private PullFixture fixture;
  private ImagePuller puller;

  @BeforeEach
  void start() throws Exception {
    registry = new FakeRegistry();
    fixture = new PullFixture(directory);
    puller = new ImagePuller(operations.operations(), operations.runner(), fixture.parts());
    IMAGE.serve(registry, "team/app", "1");
  }

  @AfterEach
  void stop() {
    open.countDown();
    fixture.close();
    registry.close();
    operations.close();
  }

  @Test
  void aSecondRequestJoinsAndACallerThatLeavesHurtsNobody() throws Exception {
    holdManifest();
    List<CompletableFuture<Digest>> callers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      callers.add(pull(PullCredentials.NONE));
    }
    callers.getFirst().cancel(true);
    open.countDown();

    for (CompletableFuture<Digest> caller : callers.subList(1, 10)) {
      assertThat(caller.get()).isEqualTo(IMAGE.id());
    }
    assertThat(registry.count(MANIFEST)).isEqualTo(1);
    assertThat(fixture.images).hasSize(1);
  }

  @Test
  void otherCredentialsAreAnotherRequest() throws Exception {
    holdManifest();
    CompletableFuture<Digest> one = pull(PullCredentials.NONE);
    asked.await();
    CompletableFuture<Digest> two =
        pull(new PullCredentials(new Credentials.Password("ann", "pa55"), Optional.empty()));

    assertThat(operations.operations().running())
        .extracting(view -> view.key().id())
        .hasSize(2)
        .doesNotHaveDuplicates()
        .noneMatch(id -> id.contains("pa55"));
    open.countDown();
    assertThat(one.get()).isEqualTo(two.get());
  }

  @Test
  void aCancelledPullEndsAndCanBeRepeated() throws Exception {
    holdManifest();
    CompletableFuture<Digest> pull = pull(PullCredentials.NONE);
    asked.await();
    OperationKey key = operations.operations().running().getFirst().key();
    operations.operations().cancel(key, "the test wants it");

    assertThatThrownBy(pull::get).hasCauseInstanceOf(Cancelled.class);
    open.countDown();
    assertThat(pull(PullCredentials.NONE).get()).isEqualTo(IMAGE.id());
  }

  @Test
  void aFailureNamesTheStage() {
    byte[] wrong = FakeImage.utf8("wrong");
    registry.on(
        "/v2/team/app/blobs/" + IMAGE.blob(1),
        exchange -> FakeRegistry.answer(exchange, 200, "", wrong));

    assertThatThrownBy(pull(PullCredentials.NONE)::get)
        .hasCauseInstanceOf(FailedPrecondition.class)
        .cause()
        .hasMessageContaining("stage layers")
        .hasMessageContaining(IMAGE.blob(1).toString());
  }

  @Test
  void aNameThatIsNoneIsRefusedAtOnce() {
    assertThatThrownBy(() -> puller.pull("NO NAME", PullCredentials.NONE))
        .isInstanceOf(InvalidArgument.class);
  }

  private CompletableFuture<Digest> pull(PullCredentials credentials) {
    return puller.pull(registry.host() + "/team/app:1", credentials);
  }

  private void holdManifest() {
    registry.intercept(
        MANIFEST,
        (exchange, usual) -> {
          asked.countDown();
          try {
            open.await();
          } catch (InterruptedException e) {
            throw new java.io.IOException(e);
          }
          usual.handle(exchange);
        });
  }
}
