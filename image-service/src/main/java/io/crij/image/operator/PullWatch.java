package io.crij.image.operator;

import io.crij.image.ImageView;
import io.crij.image.operator.v1.PullDone;
import io.crij.image.operator.v1.PullLayer;
import io.crij.image.operator.v1.PullProgress;
import io.crij.image.pull.LayerProgress;
import io.crij.image.pull.RunningPull;
import io.crij.image.reference.Digest;
import io.crij.image.rpc.RpcFailures;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Shows one client how a pull goes, by looking at it now and then: a slow client sees less of it
 * and holds nobody up. The pull goes on when the client hangs up.
 */
final class PullWatch {
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private final RunningPull pull;
  private final ServerCallStreamObserver<PullProgress> client;
  private PullProgress last = PullProgress.getDefaultInstance();
  private boolean ended;

  private PullWatch(RunningPull pull, ServerCallStreamObserver<PullProgress> client) {
    this.pull = pull;
    this.client = client;
  }

  /**
   * Starts to watch; to be called before the RPC's method returns.
   *
   * @param done the image once it is there
   */
  static void start(
      RunningPull pull,
      ServerCallStreamObserver<PullProgress> client,
      ScheduledExecutorService timer,
      Function<Digest, Optional<ImageView>> done) {
    PullWatch watch = new PullWatch(pull, client);
    ScheduledFuture<?> looks =
        timer.scheduleWithFixedDelay(watch::look, 0, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    client.setOnCancelHandler(() -> looks.cancel(false));
    var _ =
        pull.id()
            .whenComplete(
                (id, thrown) -> {
                  looks.cancel(false);
                  watch.end(Optional.ofNullable(id).flatMap(done), Optional.ofNullable(thrown));
                });
  }

  private synchronized void look() {
    PullProgress now = progress().build();
    if (!ended && client.isReady() && !now.equals(last)) {
      client.onNext(now);
      last = now;
    }
  }

  private synchronized void end(Optional<ImageView> image, Optional<Throwable> failure) {
    ended = true;
    if (client.isCancelled()) {
      return;
    }
    if (failure.isPresent()) {
      client.onError(RpcFailures.toStatus("Pull", failure.get()));
      return;
    }
    PullProgress.Builder progress = progress();
    progress.setDone(image.map(PullWatch::done).orElseGet(PullDone::getDefaultInstance));
    client.onNext(progress.build());
    client.onCompleted();
  }

  private PullProgress.Builder progress() {
    PullProgress.Builder progress = PullProgress.newBuilder();
    for (LayerProgress layer : pull.progress().layers()) {
      progress.addLayers(
          PullLayer.newBuilder()
              .setDigest(layer.layer().digest().toString())
              .setSize(layer.layer().size())
              .setReceived(layer.received())
              .setState(
                  switch (layer.state()) {
                    case WAITING -> PullLayer.State.WAITING;
                    case FETCHING -> PullLayer.State.FETCHING;
                    case STORED -> PullLayer.State.STORED;
                  }));
    }
    return progress;
  }

  private static PullDone done(ImageView image) {
    return PullDone.newBuilder()
        .setId(image.id().toString())
        .addAllRepoTags(image.repoTags())
        .addAllRepoDigests(image.repoDigests())
        .setSize(image.size())
        .build();
  }
}
