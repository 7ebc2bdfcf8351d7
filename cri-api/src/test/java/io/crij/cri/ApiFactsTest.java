package io.crij.cri;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.crij.cri.v1.VersionRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The generated API is the published one: every name, number, type, label, option and value. */
class ApiFactsTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final FileDescriptor file = VersionRequest.getDescriptor().getFile();
  private final DescriptorFacts generated = new DescriptorFacts(file);
  private final JsonNode published = published();

  @Test
  void packageAndSyntax() {
    assertThat(file.getPackage()).isEqualTo(published.get("package").stringValue());
    assertThat(file.toProto().getSyntax()).isEqualTo(published.get("syntax").stringValue());
    assertThat(file.getOptions().getJavaPackage()).isEqualTo("io.crij.cri.v1");
  }

  @Test
  void services() {
    assertSame("services", generated.services());
    assertThat(file.getServices().stream().mapToInt(service -> service.getMethods().size()).sum())
        .isEqualTo(43);
  }

  @Test
  void messages() {
    assertSame("messages", generated.messages());
    assertThat(file.getMessageTypes()).hasSize(175);
    assertThat(
            file.getMessageTypes().stream().mapToInt(message -> message.getFields().size()).sum())
        .isEqualTo(478);
  }

  @Test
  void enums() {
    assertSame("enums", generated.enums());
    assertThat(generated.enums()).hasSize(11);
  }

  private void assertSame(String section, Map<String, Object> ours) {
    JsonNode theirs = published.get(section);
    assertThat(ours.keySet()).containsExactlyInAnyOrderElementsOf(theirs.propertyNames());
    ours.forEach((name, facts) -> assertThat(json(facts)).as(name).isEqualTo(theirs.get(name)));
  }

  private static JsonNode json(Object facts) {
    // Through text, so that both sides have the same node types for numbers.
    return JSON.readTree(JSON.writeValueAsString(facts));
  }

  private static JsonNode published() {
    try (InputStream facts = ApiFactsTest.class.getResourceAsStream("cri-v1-facts.json")) {
      return JSON.readTree(facts);
    } catch (IOException e) {
      throw new IllegalStateException("cri-v1-facts.json", e);
    }
  }
}
