package io.crij.image.rpc;

import io.crij.cri.v1.ImageFsInfoRequest;
import io.crij.cri.v1.ImageFsInfoResponse;
import io.crij.cri.v1.ImageServiceGrpc;
import io.crij.cri.v1.ImageStatusRequest;
import io.crij.cri.v1.ImageStatusResponse;
import io.crij.cri.v1.ListImagesRequest;
import io.crij.cri.v1.ListImagesResponse;
import io.crij.cri.v1.PullImageRequest;
import io.crij.cri.v1.PullImageResponse;
import io.crij.cri.v1.RemoveImageRequest;
import io.crij.cri.v1.RemoveImageResponse;
import io.crij.cri.v1.StreamImagesRequest;
import io.crij.cri.v1.StreamImagesResponse;
import io.crij.image.Images;
import io.crij.image.pull.ImagePuller;
import io.crij.operations.operation.Operations;
import io.grpc.stub.StreamObserver;
import java.util.function.Predicate;

/** Dispatches ImageService. */
public final class ImageServiceRpc extends ImageServiceGrpc.ImageServiceImplBase {
  private final ListImages listImages;
  private final ImageStatus imageStatus;
  private final PullImage pullImage;
  private final RemoveImage removeImage;
  private final ImageFsInfo imageFsInfo;

  /**
   * Makes the service.
   *
   * @param knownHandler whether a runtime handler of this name is configured
   */
  public ImageServiceRpc(
      Images images, ImagePuller puller, Operations operations, Predicate<String> knownHandler) {
    SpecCheck specs = new SpecCheck(knownHandler);
    listImages = new ListImages(images, specs);
    imageStatus = new ImageStatus(images, specs);
    pullImage = new PullImage(puller, specs);
    removeImage = new RemoveImage(images, operations, specs);
    imageFsInfo = new ImageFsInfo(images);
  }

  @Override
  public void listImages(ListImagesRequest request, StreamObserver<ListImagesResponse> observer) {
    RpcAnswer.now("ListImages", observer, () -> listImages.answer(request));
  }

  @Override
  public void streamImages(
      StreamImagesRequest request, StreamObserver<StreamImagesResponse> observer) {
    BatchStream.send(
        "StreamImages",
        observer,
        () -> listImages.list(request.getFilter()),
        batch -> StreamImagesResponse.newBuilder().addAllImages(batch).build());
  }

  @Override
  public void imageStatus(
      ImageStatusRequest request, StreamObserver<ImageStatusResponse> observer) {
    RpcAnswer.now("ImageStatus", observer, () -> imageStatus.answer(request));
  }

  @Override
  public void pullImage(PullImageRequest request, StreamObserver<PullImageResponse> observer) {
    RpcAnswer.later("PullImage", observer, () -> pullImage.answer(request));
  }

  @Override
  public void removeImage(
      RemoveImageRequest request, StreamObserver<RemoveImageResponse> observer) {
    RpcAnswer.later("RemoveImage", observer, () -> removeImage.answer(request));
  }

  @Override
  public void imageFsInfo(
      ImageFsInfoRequest request, StreamObserver<ImageFsInfoResponse> observer) {
    RpcAnswer.now("ImageFsInfo", observer, imageFsInfo::answer);
  }
}
