package io.crij.deploy.config;

/** One of a few words. */
interface Choice {
  String word();
}
