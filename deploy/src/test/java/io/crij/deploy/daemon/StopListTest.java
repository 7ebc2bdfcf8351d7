package io.crij.deploy.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopListTest {
  private final List<String> stopped = new ArrayList<>();
  private final StopList stops = new StopList();

  @Test
  void stopsInReverseAndAllOfIt() {
    add("first");
    stops.add(
        "broken",
        () -> {
          throw new IOException("one");
        });
    add("second");
    stops.add(
        "broken too",
        () -> {
          throw new IOException("two");
        });
    add("third");
    assertThatThrownBy(stops::stopAll)
        .hasMessage("two")
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed()).extracting("message").containsExactly("one"));
    assertThat(stopped).containsExactly("third", "second", "first");
  }

  @Test
  void theFailureThatEndedTheStartIsTheOneThatIsTold() {
    stops.add(
        "broken",
        () -> {
          throw new IOException("stop");
        });
    add("first");
    Exception failure = new IOException("start");
    stops.stopAfter(failure);
    assertThat(failure.getSuppressed()).extracting("message").containsExactly("stop");
    assertThat(stopped).containsExactly("first");
  }

  @Test
  void isStoppedOnce() throws Exception {
    add("first");
    stops.stopAll();
    stops.stopAll();
    assertThat(stopped).containsExactly("first");
  }

  private void add(String name) {
    stops.add(name, () -> stopped.add(name));
  }
}
