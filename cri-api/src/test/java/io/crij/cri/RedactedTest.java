package io.crij.cri;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.crij.cri.v1.AuthConfig;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.KeyValue;
import io.crij.cri.v1.PullImageRequest;
import io.crij.cri.v1.VersionRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactedTest {
  private static final String SECRET = "hunter2";
  private static final List<Descriptor> MESSAGES =
      VersionRequest.getDescriptor().getFile().getMessageTypes();

  @Test
  void aMessageIsOneReadableLine() {
    Message message =
        PullImageRequest.newBuilder()
            .setImage(ImageSpec.newBuilder().setImage("busybox:1").putAnnotations("a", "b"))
            .setAuth(AuthConfig.newBuilder().setUsername("joe").setPassword(SECRET))
            .build();
    assertThat(Redacted.text(message))
        .isEqualTo(
            "PullImageRequest{image={image=\"busybox:1\", annotations={\"a\"=\"b\"}},"
                + " auth={username=\"joe\", password=[redacted]}}");
  }

  @Test
  void theApiMarksTheSecretsOfAuthConfig() {
    assertThat(markedFields().stream().map(FieldDescriptor::getFullName))
        .containsExactly(
            "runtime.v1.AuthConfig.password",
            "runtime.v1.AuthConfig.auth",
            "runtime.v1.AuthConfig.identity_token",
            "runtime.v1.AuthConfig.registry_token");
  }

  @ParameterizedTest
  @MethodSource("markedFields")
  void aMarkedFieldIsHiddenInEveryMessageThatHoldsIt(FieldDescriptor marked) {
    Message holder =
        DynamicMessage.newBuilder(marked.getContainingType()).setField(marked, SECRET).build();
    List<Message> all = new ArrayList<>();
    addWithHolders(holder, all);
    assertThat(all).hasSizeGreaterThan(1);
    for (Message message : all) {
      assertThat(Redacted.text(message)).doesNotContain(SECRET).contains("[redacted]");
    }
  }

  @Test
  void aMarkedFieldIsHiddenWhateverItsKind() {
    for (Message message : MarkedKinds.messagesWith(SECRET)) {
      assertThat(new String(message.toByteArray(), StandardCharsets.ISO_8859_1)).contains(SECRET);
      assertThat(Redacted.text(message)).doesNotContain(SECRET).contains("[redacted]");
    }
  }

  @Test
  void bytesAreCountedNotShown() {
    Message message =
        ContainerConfig.newBuilder()
            .addEnvs(KeyValue.newBuilder().setKey("K").setValue(ByteString.copyFromUtf8(SECRET)))
            .build();
    assertThat(Redacted.text(message))
        .isEqualTo("ContainerConfig{envs=[{key=\"K\", value=<7 bytes>}]}");
  }

  @Test
  void noValueCanForgeALogLine() {
    Message message = ImageSpec.newBuilder().setImage("a\nERROR \u001b[2J\"\u2028\u00e9").build();
    assertThat(Redacted.text(message))
        .isEqualTo("ImageSpec{image=\"a\\nERROR \\u001b[2J\\\"\\u2028\\u00e9\"}");
  }

  @Test
  void theTextIsBounded() {
    Message oneLong = ImageSpec.newBuilder().setImage("x".repeat(1 << 20)).build();
    ExecSyncRequest.Builder many = ExecSyncRequest.newBuilder();
    for (int i = 0; i < 10_000; i++) {
      many.addCmd("argument");
    }
    for (Message message : List.of(oneLong, many.build())) {
      assertThat(Redacted.text(message)).hasSize(Redacted.LIMIT).endsWith("... (cut)");
    }
  }

  static List<FieldDescriptor> markedFields() {
    return MESSAGES.stream()
        .flatMap(message -> message.getFields().stream())
        .filter(field -> field.getOptions().getDebugRedact())
        .toList();
  }

  /** Adds the message and each message of the API that can hold it, directly or not. */
  private static void addWithHolders(Message message, List<Message> all) {
    all.add(message);
    for (Descriptor type : MESSAGES) {
      for (FieldDescriptor field : type.getFields()) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            && field.getMessageType().equals(message.getDescriptorForType())) {
          DynamicMessage.Builder holder = DynamicMessage.newBuilder(type);
          if (field.isRepeated()) {
            holder.addRepeatedField(field, message);
          } else {
            holder.setField(field, message);
          }
          addWithHolders(holder.build(), all);
        }
      }
    }
  }
}
