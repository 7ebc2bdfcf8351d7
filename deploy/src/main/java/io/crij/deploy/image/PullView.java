package io.crij.deploy.image;

import io.crij.image.operator.v1.PullProgress;

/** How the progress of a pull is shown. */
interface PullView extends AutoCloseable {
  /** Shows nothing. */
  PullView NONE = _ -> {};

  void show(PullProgress progress);

  @Override
  default void close() {}
}
