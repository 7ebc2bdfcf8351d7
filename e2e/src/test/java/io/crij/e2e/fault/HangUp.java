package io.crij.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.CriClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A client that closes its connection in mid-call. */
final class HangUp {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  interface Call {
    ListenableFuture<?> on(CriClient client);
  }

  private HangUp() {}

  /** A call on a connection of its own, which is closed as soon as the call has come so far. */
  static void during(Path socket, Call call, BooleanSupplier reached) {
    try (CriClient client = new CriClient(socket)) {
      ListenableFuture<?> answer = call.on(client);
      Await.until("the call has come so far", LIMIT, reached);
      assertThat(answer.isDone()).isFalse();
    }
  }
}
