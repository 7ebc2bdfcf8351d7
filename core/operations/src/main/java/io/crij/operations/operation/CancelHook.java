package io.crij.operations.operation;

/** A registered reaction to cancellation; closing it takes the reaction back. */
public interface CancelHook extends AutoCloseable {
  @Override
  void close();
}
