package io.crij.cni;

/** Value of CNI_COMMAND. */
enum Verb {
  ADD,
  DEL
}
