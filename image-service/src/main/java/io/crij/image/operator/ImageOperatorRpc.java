package io.crij.image.operator;

import io.crij.image.operator.v1.CheckProgress;
import io.crij.image.operator.v1.CheckRequest;
import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.crij.image.operator.v1.InspectRequest;
import io.crij.image.operator.v1.InspectResponse;
import io.crij.image.operator.v1.PruneRequest;
import io.crij.image.operator.v1.PruneResponse;
import io.crij.image.operator.v1.PullProgress;
import io.crij.image.operator.v1.PullRequest;
import io.crij.image.operator.v1.RouteRequest;
import io.crij.image.operator.v1.RouteResponse;
import io.crij.image.operator.v1.TreeRequest;
import io.crij.image.operator.v1.TreeResponse;
import io.crij.image.pull.RunningPull;
import io.crij.image.registry.PullCredentials;
import io.crij.image.rpc.RpcAnswer;
import io.crij.image.rpc.RpcFailures;
import io.crij.operations.failure.InvalidArgument;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Dispatches ImageOperator. Whoever may open the socket may call it. */
public final class ImageOperatorRpc extends ImageOperatorGrpc.ImageOperatorImplBase {
  private final OperatorParts parts;
  private final RouteImage route;
  private final LayerTree tree;
  private final PruneImages prune;
  private final InspectImage inspect;
  private final CheckStores check;

  public ImageOperatorRpc(OperatorParts parts) {
    this.parts = parts;
    route = new RouteImage(parts.routes());
    tree = new LayerTree(parts.images(), parts.rootFilesystems());
    prune = new PruneImages(parts);
    inspect = new InspectImage(parts.images(), parts.rootFilesystems());
    check = new CheckStores(parts.check(), parts.operations());
  }

  @Override
  public void route(RouteRequest request, StreamObserver<RouteResponse> observer) {
    RpcAnswer.now("Route", observer, () -> route.answer(request));
  }

  @Override
  public void tree(TreeRequest request, StreamObserver<TreeResponse> observer) {
    RpcAnswer.now("Tree", observer, () -> tree.answer(request));
  }

  @Override
  public void inspect(InspectRequest request, StreamObserver<InspectResponse> observer) {
    RpcAnswer.now("Inspect", observer, () -> inspect.answer(request));
  }

  @Override
  public void check(CheckRequest request, StreamObserver<CheckProgress> observer) {
    check.start(request, (ServerCallStreamObserver<CheckProgress>) observer);
  }

  @Override
  public void prune(PruneRequest request, StreamObserver<PruneResponse> observer) {
    RpcAnswer.later("Prune", observer, () -> prune.answer(request));
  }

  @Override
  public void pull(PullRequest request, StreamObserver<PullProgress> observer) {
    RunningPull pull;
    try {
      if (request.getImage().isEmpty()) {
        throw new InvalidArgument("Pull names no image", "Set image.");
      }
      pull = parts.puller().start(asked(request));
    } catch (RuntimeException e) {
      observer.onError(RpcFailures.toStatus("Pull", e));
      return;
    }
    PullWatch.start(
        pull,
        (ServerCallStreamObserver<PullProgress>) observer,
        parts.timer(),
        parts.images()::get);
  }

  private static io.crij.image.pull.PullRequest asked(PullRequest request) {
    return new io.crij.image.pull.PullRequest(
        request.getImage(),
        PullCredentials.of(request.getUsername(), request.getPassword(), "", "", "", ""),
        request.getNamespace());
  }
}
