package io.crij.image.operator;

import io.crij.image.ImageView;
import io.crij.image.archive.ArchiveFormat;
import io.crij.image.operator.v1.CheckProgress;
import io.crij.image.operator.v1.CheckRequest;
import io.crij.image.operator.v1.ExportChunk;
import io.crij.image.operator.v1.ExportRequest;
import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.crij.image.operator.v1.ImportRequest;
import io.crij.image.operator.v1.ImportResponse;
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
import io.crij.operations.failure.NotFound;
import io.crij.operations.id.Ids;
import io.crij.operations.operation.OperationKey;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

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
    ImageUsers users = new ImageUsers(parts.rootFilesystems(), parts.imageMounts());
    tree = new LayerTree(parts.images(), users);
    prune = new PruneImages(parts.images(), users, parts.operations());
    inspect = new InspectImage(parts.images(), users);
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

  @Override
  public StreamObserver<ImportRequest> import_(StreamObserver<ImportResponse> observer) {
    ImportCall call = new ImportCall((ServerCallStreamObserver<ImportResponse>) observer);
    Archives archives = parts.archives();
    RpcAnswer.later(
        "Import",
        observer,
        () ->
            archives
                .operations()
                .joinOrStart(
                    new OperationKey("ImportImage", Ids.random()),
                    "an archive",
                    _ -> call.run(archives.spool(), archives.imports(), parts.images())));
    return call;
  }

  @Override
  public void export(ExportRequest request, StreamObserver<ExportChunk> observer) {
    ExportStream stream = new ExportStream((ServerCallStreamObserver<ExportChunk>) observer);
    CompletableFuture<ExportChunk> done;
    try {
      done = export(request, stream);
    } catch (RuntimeException e) {
      observer.onError(RpcFailures.toStatus("Export", e));
      return;
    }
    var _ =
        done.whenComplete(
            (_, thrown) -> {
              if (thrown == null) {
                observer.onCompleted();
              } else {
                observer.onError(RpcFailures.toStatus("Export", thrown));
              }
            });
  }

  private CompletableFuture<ExportChunk> export(ExportRequest request, ExportStream stream) {
    ArchiveFormat format = ArchiveFormat.toWrite(request.getFormat());
    ImageView image =
        parts
            .images()
            .resolve(request.getImage())
            .orElseThrow(
                () ->
                    new NotFound(
                        "image " + request.getImage() + " is not on this node",
                        "See: crij image list."));
    return parts
        .archives()
        .operations()
        .joinOrStart(
            new OperationKey("ExportImage", Ids.random()),
            "image " + image.id(),
            _ -> {
              parts.archives().exports().write(image, format, stream);
              stream.finish();
              return ExportChunk.getDefaultInstance();
            });
  }

  private static io.crij.image.pull.PullRequest asked(PullRequest request) {
    return new io.crij.image.pull.PullRequest(
        request.getImage(),
        PullCredentials.of(request.getUsername(), request.getPassword(), "", "", "", ""),
        request.getNamespace());
  }
}
