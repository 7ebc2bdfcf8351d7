package io.crij.image.layer;

/** A layer as a directory, and what it says of the layers below. */
public record UnpackedLayer(AppliedLayer content, LayerNeeds needs) {
  /** With the figures of what is there in the end. */
  UnpackedLayer counted(TreeCount tree) {
    return new UnpackedLayer(
        new AppliedLayer(
            tree.bytes(),
            tree.inodes(),
            content.leftOutDevices(),
            content.ignoredXattrs(),
            content.needs(),
            content.rootListed(),
            content.opaqueRoot(),
            content.replaced()),
        needs);
  }
}
