package io.crij.deploy.training;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code crij train-aot}: what the build runs once, as any user and without an OCI runtime, so that
 * the ahead-of-time cache knows the classes and the hot methods of a starting daemon.
 */
@Command(name = "train-aot", hidden = true, description = "Exercise the daemon for the AOT cache.")
public final class TrainCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    NativeTraining.run();
    new SocketTraining(List.of()).run();
    return 0;
  }
}
