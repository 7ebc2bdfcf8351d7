package io.crij.operations.operation;

/**
 * What makes two calls the same operation.
 *
 * @param kind the RPC or task
 * @param id identity of the object within the kind, for example pod uid, name and attempt
 */
public record OperationKey(String kind, String id) {}
