package io.crij.operations.failpoint;

/** The error that an armed failpoint throws. */
public final class InjectedFault extends Exception {
  InjectedFault(String failpoint) {
    super("failpoint " + failpoint + " was armed with an error");
  }
}
