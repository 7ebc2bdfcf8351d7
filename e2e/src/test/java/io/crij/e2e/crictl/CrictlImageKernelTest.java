package io.crij.e2e.crictl;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestImages;
import io.crij.e2e.harness.TestImages.PushedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Images through crictl: pulled, listed, looked at, removed. */
@ExtendWith(NeedsCrictl.class)
@TestInstance(Lifecycle.PER_CLASS)
class CrictlImageKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void anImageIsPulledListedInspectedAndRemoved() {
    PushedImage image = crij.node().images().get(TestImage.WEB);
    assertThat(user().output("pull", image.reference())).contains(image.configDigest());

    JsonNode listed = listed(image.configDigest());
    assertThat(texts(listed.required("repoTags"))).containsExactly(image.reference());
    assertThat(texts(listed.required("repoDigests"))).containsExactly(image.digestReference());
    assertThat(listed.required("size").asLong()).isPositive();

    JsonNode status = user().json("inspecti", image.reference()).required("status");
    assertThat(status.required("id").asString()).isEqualTo(image.configDigest());
    assertThat(status.required("size")).isEqualTo(listed.required("size"));

    user().output("rmi", image.reference());
    assertThat(user().ids("images", "--quiet", "--no-trunc")).doesNotContain(image.configDigest());
    assertThat(user().refusal("inspecti", image.reference())).contains(image.reference());
  }

  @Test
  void anImageIsFoundByTheBeginningOfItsId() {
    PushedImage image = crij.node().images().get(TestImage.BUSYBOX);
    String shown = user().output("images", "--quiet", image.reference());
    JsonNode status = user().json("inspecti", shown.replace("sha256:", "")).required("status");
    assertThat(status.required("id").asString()).isEqualTo(image.configDigest());
  }

  @Test
  void anUnknownImageIsRefusedWithItsName() {
    String unknown = TestImages.HOST + "/e2e/nobody-made-me:1";
    assertThat(user().refusal("pull", unknown)).contains("code = NotFound", "e2e/nobody-made-me");
    assertThat(user().refusal("inspecti", unknown)).contains(unknown);
    assertThat(user().refusal("rmi", unknown)).contains(unknown);
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    assertThat(user().refusal("pull", "Not/A Name")).contains("code = InvalidArgument");
  }

  private JsonNode listed(String id) {
    return user().list("images", "images", "-o", "json").stream()
        .filter(image -> image.required("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Iterable<String> texts(JsonNode list) {
    return list.values().stream().map(JsonNode::asString).toList();
  }

  private CrictlUser user() {
    return CrictlUser.of(crij.node());
  }
}
