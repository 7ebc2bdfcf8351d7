package io.crij.oci.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RuntimeHandlersTest {
  private static final RuntimeProbe BROKEN = new RuntimeProbe.Unusable("it is not installed");

  @Test
  void anUnusableHandlerIsShownButNotFound() {
    RuntimeHandlers handlers = new RuntimeHandlers(Map.of("crun", BROKEN), "crun");

    assertThat(handlers.find("")).isEmpty();
    assertThat(handlers.find("crun")).isEmpty();
    assertThat(handlers.find("kata")).isEmpty();
    assertThat(handlers.views())
        .singleElement()
        .satisfies(
            view -> {
              assertThat(view.name()).isEqualTo("crun");
              assertThat(view.usable()).isFalse();
              assertThat(view.reason()).isEqualTo(Optional.of("it is not installed"));
            });
  }

  @Test
  void theDefaultIsConfigured() {
    assertThatThrownBy(() -> new RuntimeHandlers(Map.of("crun", BROKEN), "runc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("runc")
        .hasMessageContaining("[crun]");
  }
}
