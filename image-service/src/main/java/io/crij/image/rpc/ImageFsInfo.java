package io.crij.image.rpc;

import io.crij.cri.v1.FilesystemIdentifier;
import io.crij.cri.v1.FilesystemUsage;
import io.crij.cri.v1.ImageFsInfoResponse;
import io.crij.cri.v1.UInt64Value;
import io.crij.image.ImageFileSystem;
import io.crij.image.Images;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** CRI ImageFsInfo, from records: no tree is walked. */
final class ImageFsInfo {
  private final Images images;

  ImageFsInfo(Images images) {
    this.images = images;
  }

  ImageFsInfoResponse answer() {
    ImageFileSystem fileSystem = images.fileSystem();
    return ImageFsInfoResponse.newBuilder()
        .addImageFilesystems(
            FilesystemUsage.newBuilder()
                .setTimestamp(nanos(fileSystem.measured()))
                .setFsId(
                    FilesystemIdentifier.newBuilder()
                        .setMountpoint(fileSystem.mountPoint().toString()))
                .setUsedBytes(UInt64Value.newBuilder().setValue(fileSystem.usedBytes()))
                .setInodesUsed(UInt64Value.newBuilder().setValue(fileSystem.usedInodes())))
        .build();
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }
}
