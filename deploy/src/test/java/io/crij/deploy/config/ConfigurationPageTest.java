package io.crij.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  @Test
  void theDocumentIsWhatTheKeysSay() throws IOException {
    Path document = Path.of("../docs/configuration.md");
    assertThat(Files.readString(document))
        .as("write it anew: deploy/target/crij/bin/crij config --markdown >docs/configuration.md")
        .isEqualTo(ConfigurationPage.markdown());
  }

  @Test
  void everyKeyHasARow() {
    for (Key<?> key : Keys.ALL) {
      assertThat(ConfigurationPage.markdown()).contains("| `" + key.leaf() + "` |");
    }
  }
}
