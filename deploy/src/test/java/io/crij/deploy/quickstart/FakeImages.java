package io.crij.deploy.quickstart;

import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageFsInfoRequest;
import io.crij.cri.v1.ImageFsInfoResponse;
import io.crij.cri.v1.ImageServiceGrpc.ImageServiceImplBase;
import io.crij.cri.v1.ImageStatusRequest;
import io.crij.cri.v1.ImageStatusResponse;
import io.crij.cri.v1.PullImageRequest;
import io.crij.cri.v1.PullImageResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** An image service that has one image, of two megabytes. */
final class FakeImages extends ImageServiceImplBase {
  static final String IMAGE = "registry.example/web:1";

  @Override
  public void pullImage(PullImageRequest request, StreamObserver<PullImageResponse> answer) {
    String name = request.getImage().getImage();
    if (name.equals(IMAGE)) {
      FakeRuntime.send(answer, PullImageResponse.newBuilder().setImageRef("sha256:1").build());
    } else {
      answer.onError(Status.NOT_FOUND.withDescription("no image " + name).asRuntimeException());
    }
  }

  @Override
  public void imageStatus(ImageStatusRequest request, StreamObserver<ImageStatusResponse> answer) {
    Image image = Image.newBuilder().setId("sha256:1").setSize(2_000_000).build();
    FakeRuntime.send(answer, ImageStatusResponse.newBuilder().setImage(image).build());
  }

  @Override
  public void imageFsInfo(ImageFsInfoRequest request, StreamObserver<ImageFsInfoResponse> answer) {
    FakeRuntime.send(answer, ImageFsInfoResponse.getDefaultInstance());
  }
}
