package io.crij.runtime.streaming.exec;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * What sessions of Exec share.
 *
 * @param workers platform threads, where commands are started, killed and cleared away
 * @param running the sessions whose commands may live
 */
record ExecParts(Executor workers, Set<ExecSession> running) {
  ExecParts(Executor workers) {
    this(workers, ConcurrentHashMap.newKeySet());
  }
}
