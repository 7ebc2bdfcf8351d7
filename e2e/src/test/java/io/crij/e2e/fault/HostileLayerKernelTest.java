package io.crij.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that try to write beside their own directory. */
@TestInstance(Lifecycle.PER_CLASS)
class HostileLayerKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private final FaultyRegistry registry = new FaultyRegistry();
  private Path victim = Path.of("none");

  @BeforeEach
  void victim() throws IOException {
    victim = Files.createTempDirectory(crij.node().setup().directory(), "victim");
    Files.writeString(victim.resolve("mine"), "untouched");
  }

  @AfterAll
  void close() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../escaped", "a/../../escaped", "../../../../../../../tmp/escaped"})
  void aNameThatLeadsUpIsRefused(String name) throws IOException {
    String reference = serve(TarFile.of(tar -> tar.file(name, "gotcha")));
    GrpcFailure failure = GrpcFailure.of(() -> crij.node().pull(reference));
    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertNothingEscaped();
    crij.node().assertNothingLeft();
  }

  @Test
  void anAbsoluteNameIsBelowTheLayersRoot() throws IOException {
    crij.node()
        .pull(
            serve(
                TarFile.of(
                    tar -> {
                      tar.file(victim + "/mine", "gotcha");
                      tar.file(victim + "/escaped", "gotcha");
                    })));
    assertNothingEscaped();
  }

  @Test
  void aSymbolicLinkDoesNotLeadOut() throws IOException {
    for (String target : List.of(victim.toString(), "../../../../../../../.." + victim)) {
      attempt(
          TarFile.of(
              tar -> {
                tar.symbolicLink("link", target);
                tar.file("link/escaped", "gotcha");
                tar.file("link/mine", "gotcha");
                tar.directory("link/inner");
              }));
      assertNothingEscaped();
    }
  }

  @Test
  void aHardLinkDoesNotLeadOut() throws IOException {
    for (String target : List.of(victim + "/mine", "../../../../../../../.." + victim + "/mine")) {
      attempt(
          TarFile.of(
              tar -> {
                tar.hardLink("link", target);
                tar.file("link", "gotcha");
              }));
      assertNothingEscaped();
    }
  }

  @Test
  void aWhiteoutDoesNotLeadOut() throws IOException {
    attempt(
        TarFile.of(
            tar -> {
              tar.symbolicLink("link", victim.toString());
              tar.file("link/.wh.mine", "");
              tar.file("link/.wh..wh..opq", "");
            }));
    assertNothingEscaped();
  }

  /** The layer may be refused or kept inside of its root; both are right. */
  private void attempt(byte[] tar) {
    String reference = serve(tar);
    try {
      crij.node().pull(reference);
    } catch (StatusRuntimeException refused) {
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
  }

  private String serve(byte[] tar) {
    ServedImage image = ServedImage.of(tar);
    return registry.serve("hostile-" + image.layerDigest().substring(7, 19), image);
  }

  private void assertNothingEscaped() throws IOException {
    assertThat(victim.resolve("mine")).hasContent("untouched");
    try (Stream<Path> files = Files.list(victim)) {
      assertThat(files).hasSize(1);
    }
    assertThat(Path.of("/tmp/escaped")).doesNotExist();
    try (Stream<Path> files = Files.walk(crij.node().setup().directory(), 4)) {
      assertThat(files.filter(file -> file.endsWith("escaped"))).isEmpty();
    }
  }
}
