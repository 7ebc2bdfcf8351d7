package io.crij.deploy.daemon;

import io.crij.deploy.config.Configuration;
import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.process.Command;
import io.crij.linux.process.Spawner;
import io.crij.operations.clock.SteadyClock;
import io.crij.operations.debt.Debts;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.operation.Operations;
import io.crij.operations.step.StepRunner;
import java.io.IOException;
import java.time.Clock;

/**
 * What every service does its work with.
 *
 * @param clock for durations and for times of the log alike
 */
record Machinery(
    Threads threads,
    Clock clock,
    Debts debts,
    StepRunner steps,
    Operations operations,
    Spawner spawner,
    Command command,
    Cgroups cgroups) {

  static Machinery start(Configuration configuration, Failpoints failpoints, StopList stops)
      throws IOException {
    int concurrent = configuration.runtime().concurrentOperations();
    Threads threads = Threads.start(concurrent, stops);
    Clock clock = SteadyClock.create();
    Debts debts = new Debts(threads.timer(), threads.background(), clock);
    StepRunner steps = new StepRunner(failpoints, debts, threads.timer(), threads.steps(), clock);
    Operations operations = new Operations(threads.operations(), concurrent, clock);
    Spawner spawner = new Spawner(threads.events());
    return new Machinery(
        threads,
        clock,
        debts,
        steps,
        operations,
        spawner,
        new Command(spawner),
        new Cgroups(CgroupHost.detect()));
  }
}
