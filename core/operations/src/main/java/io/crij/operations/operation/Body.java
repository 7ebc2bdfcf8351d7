package io.crij.operations.operation;

/** What an operation does, on a platform thread of its own. */
@FunctionalInterface
public interface Body<T> {
  T run(Operation operation) throws Exception;
}
