package io.crij.deploy.daemon;

import io.crij.linux.event.EventLoop;
import io.crij.linux.thread.BoundedPool;
import io.crij.linux.thread.NamedThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * All threads that parts of the daemon share, each pool bounded; platform threads, because steps
 * and records sleep in the kernel.
 *
 * @param rpc hands calls to their operations and answers reads; nothing on it waits for long
 * @param operations runs the bodies of operations, one thread each
 * @param steps runs parallel steps; a step that finds no thread here runs on its operation's
 * @param background pays debts and follows exits of containers
 * @param timer watches deadlines; nothing on it sleeps
 * @param events the one epoll thread
 */
record Threads(
    BoundedPool rpc,
    ExecutorService operations,
    ExecutorService steps,
    BoundedPool background,
    ScheduledExecutorService timer,
    EventLoop events) {
  private static final int RPC = 4;
  private static final int RPC_QUEUE = 1024;
  private static final int STEPS = 32;
  private static final int BACKGROUND = 8;
  private static final int BACKGROUND_QUEUE = 4096;

  /** An operation gives its place back a moment before its thread is free. */
  private static final int RETURNING = 32;

  private static final long IDLE_SECONDS = 30;

  static Threads start(int concurrentOperations, StopList stops) {
    EventLoop events = stops.add("the event loop", new EventLoop());
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, NamedThreads.platform("timer"));
    timer.setRemoveOnCancelPolicy(true);
    stops.add("the timer", timer::shutdownNow);
    BoundedPool background = new BoundedPool("background", BACKGROUND, BACKGROUND_QUEUE);
    stops.add("the background threads", background::shutdownNow);
    ExecutorService steps = reusing("step", STEPS);
    stops.add("the step threads", steps::shutdownNow);
    ExecutorService operations = reusing("operation", concurrentOperations + RETURNING);
    stops.add("the operation threads", operations::shutdownNow);
    BoundedPool rpc = new BoundedPool("rpc", RPC, RPC_QUEUE);
    stops.add("the RPC threads", rpc::shutdownNow);
    return new Threads(rpc, operations, steps, background, timer, events);
  }

  /** A thread that is idle is used before another is made, so that a quiet node has few. */
  private static ExecutorService reusing(String name, int most) {
    return new ThreadPoolExecutor(
        0,
        most,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        NamedThreads.platform(name));
  }
}
