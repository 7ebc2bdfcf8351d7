package io.crij.deploy.command;

import io.crij.deploy.ProgramVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crij version}. */
@Command(name = "version", description = "Print the version of CRI-J and of its Java runtime.")
public final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(text());
    return 0;
  }

  private static String text() {
    return "crij " + ProgramVersion.current() + " (CRI v1, Java " + Runtime.version() + ")";
  }

  /** The same text for {@code crij --version}. */
  public static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {text()};
    }
  }
}
