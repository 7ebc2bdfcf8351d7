package io.crij.image.operator;

import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.crij.image.operator.v1.RouteRequest;
import io.crij.image.operator.v1.RouteResponse;
import io.crij.image.operator.v1.TreeRequest;
import io.crij.image.operator.v1.TreeResponse;
import io.crij.image.registries.Routes;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.image.rpc.RpcAnswer;
import io.crij.image.store.ImageStore;
import io.grpc.stub.StreamObserver;

/** Dispatches ImageOperator. Whoever may open the socket may call it. */
public final class ImageOperatorRpc extends ImageOperatorGrpc.ImageOperatorImplBase {
  private final RouteImage route;
  private final LayerTree tree;

  public ImageOperatorRpc(ImageStore images, RootFilesystems rootFilesystems, Routes routes) {
    route = new RouteImage(routes);
    tree = new LayerTree(images, rootFilesystems);
  }

  @Override
  public void route(RouteRequest request, StreamObserver<RouteResponse> observer) {
    RpcAnswer.now("Route", observer, () -> route.answer(request));
  }

  @Override
  public void tree(TreeRequest request, StreamObserver<TreeResponse> observer) {
    RpcAnswer.now("Tree", observer, () -> tree.answer(request));
  }
}
