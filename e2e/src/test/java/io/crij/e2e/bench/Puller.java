package io.crij.e2e.bench;

/** A program that pulls images. */
interface Puller {
  String name();

  /** Returns when the image's files are on disk. */
  void pull(String path);

  /** Returns when nothing of the image is left, so that the next pull fetches all of it. */
  void remove(String path);
}
