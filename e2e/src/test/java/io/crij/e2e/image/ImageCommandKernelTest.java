package io.crij.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.PackagedImage;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestImages;
import io.crij.e2e.harness.TestImages.PushedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code crij image ...} of the packaged program against a running daemon, with skopeo beside. */
@TestInstance(Lifecycle.PER_CLASS)
class ImageCommandKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();
  @TempDir Path directory;

  @Test
  void anImageIsPulledListedInspectedAndRemoved() {
    PushedImage image = pushed();
    String lines = output("pull", image.reference());
    // What happens between two looks is not shown; how it ended always is.
    assertThat(lines).contains("stored").endsWith(image.configDigest());
    assertThat(output("pull", "--quiet", image.reference())).isEqualTo(image.configDigest());
    assertThat(json("pull", image.reference()).required("id").asString())
        .isEqualTo(image.configDigest());

    assertThat(output("list")).contains(image.reference(), "SIZE");
    JsonNode listed = json("list", image.reference()).required("images").get(0);
    assertThat(listed.required("id").asString()).isEqualTo(image.configDigest());

    JsonNode inspected = json("inspect", image.reference());
    assertThat(inspected.required("repoTags").get(0).asString()).isEqualTo(image.reference());
    assertThat(inspected.required("config").required("os").asString()).isEqualTo("linux");
    assertThat(inspected.required("layers").size()).isPositive();

    assertThat(output("rm", image.reference())).contains("removed", image.reference());
    HostProgram.Outcome again = crij("rm", image.reference());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.stderr()).contains(image.reference(), "not on this node").hasLineCount(1);
  }

  @Test
  void theTreeShowsSharedLayersAndPruningLeavesWhatContainersUse() {
    PushedImage unused = pushed();
    output("pull", "-q", unused.reference());
    crij.pods().run("prune").start(Containers.shell("user", "sleep 1000").build());
    JsonNode tree = json("tree");
    long shared =
        tree.required("layers").values().stream()
            .filter(layer -> layer.required("images").size() > 1)
            .count();
    assertThat(shared).isPositive();
    assertThat(output("tree")).contains("shared with", "used by 1 containers");

    JsonNode dry = json("prune", "--dry-run");
    assertThat(ids(dry.required("images"))).contains(unused.configDigest());
    assertThat(output("list")).contains(unused.reference());

    String used = crij.node().images().get(TestImage.BUSYBOX).configDigest();
    assertThat(ids(dry.required("images"))).doesNotContain(used);
    output("rm", unused.reference());
  }

  @Test
  void theRouteNamesEndpointsInOrderAndTheFileThatSaysSo() {
    JsonNode endpoints =
        json("route", TestImages.HOST + "/e2e/web:1")
            .required("candidates")
            .get(0)
            .required("endpoints");
    assertThat(endpoints.get(0).required("mirror").asBoolean()).isTrue();
    assertThat(endpoints.get(0).required("location").asString())
        .startsWith(crij.node().images().address());
    assertThat(endpoints.get(0).required("source").asString()).endsWith("registries.conf");
    assertThat(output("route", TestImages.HOST + "/e2e/web:1")).contains("registries.conf");
  }

  @Test
  void exportedImagesAreReadBySkopeoAndComeBackAsTheSame() {
    PushedImage image = pushed();
    output("pull", "-q", image.reference());
    for (String format : List.of("oci-archive", "docker-archive")) {
      Path archive = directory.resolve(format + ".tar");
      output("export", image.reference(), archive.toString(), "--format", format);
      String layout = directory.resolve(format).toString();
      HostProgram.run("skopeo", "copy", "-q", format + ":" + archive, "oci:" + layout + ":x")
          .output();
      String config =
          HostProgram.run("skopeo", "inspect", "--config", "--raw", "oci:" + layout + ":x")
              .stdout();
      assertThat(config).contains("diff_ids");

      output("rm", image.reference());
      JsonNode imported = json("import", archive.toString());
      assertThat(imported.required("format").asString()).isEqualTo(format);
      assertThat(ids(imported.required("images"))).containsExactly(image.configDigest());
      assertThat(output("list")).contains(image.reference());
    }
  }

  @Test
  void archivesOfSkopeoAreImported() {
    PushedImage image = pushed();
    String source =
        "docker://"
            + crij.node().images().address()
            + "/"
            + image.reference().substring(TestImages.HOST.length() + 1);
    Path docker = directory.resolve("skopeo-docker.tar");
    Path oci = directory.resolve("skopeo-oci.tar");
    HostProgram.run(
            "skopeo",
            "copy",
            "-q",
            "--src-tls-verify=false",
            source,
            "docker-archive:" + docker + ":example.test/from-docker:1")
        .output();
    HostProgram.run(
            "skopeo", "copy", "-q", "--src-tls-verify=false", source, "oci-archive:" + oci + ":tag")
        .output();
    assertThat(output("import", docker.toString())).contains("example.test/from-docker:1");
    HostProgram.Outcome nameless = crij("import", oci.toString());
    assertThat(nameless.exitCode()).isEqualTo(1);
    assertThat(nameless.stderr()).contains("--name").hasLineCount(1);
    assertThat(output("import", oci.toString(), "--name", "example.test/from-oci:1"))
        .contains("example.test/from-oci:1", image.configDigest().substring(7, 19));
  }

  @Test
  void whatGoesWrongIsOneLine() {
    for (List<String> wrong :
        List.of(
            List.of("pull", "Not/A Name"),
            List.of("pull", TestImages.HOST + "/e2e/nobody-made-me:1"),
            List.of("inspect", "nobody"),
            List.of("export", "nobody", directory.resolve("x").toString()),
            List.of("import", directory.resolve("absent").toString()))) {
      HostProgram.Outcome outcome = crij(wrong.toArray(String[]::new));
      assertThat(outcome.exitCode()).as("%s", wrong).isEqualTo(1);
      assertThat(outcome.stderr()).startsWith("crij image " + wrong.getFirst()).hasLineCount(1);
    }
    assertThat(directory.resolve("x")).doesNotExist();
    assertThat(directory.resolve("x.partial")).doesNotExist();
  }

  private PushedImage pushed() {
    return crij.node().images().get(TestImage.WEB);
  }

  private static List<String> ids(JsonNode images) {
    return images.values().stream().map(image -> image.required("id").asString()).toList();
  }

  private JsonNode json(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--output", "json"));
    return new JsonMapper().readTree(output(all.toArray(String[]::new)));
  }

  private String output(String... words) {
    return crij(words).output();
  }

  private HostProgram.Outcome crij(String... words) {
    List<String> command =
        new ArrayList<>(List.of(PackagedImage.built().program().toString(), "image"));
    command.addAll(List.of(words));
    command.addAll(List.of("--listen", crij.node().setup().socket().toString()));
    return HostProgram.run(command.toArray(String[]::new));
  }
}
