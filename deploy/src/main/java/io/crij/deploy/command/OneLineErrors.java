package io.crij.deploy.command;

import io.crij.operations.failure.Failure;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What goes wrong is one line on standard error: no usage text, no stack trace. */
public final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(OneLineErrors.class);
  private static final int WRONG_USE = 2;
  private static final int FAILED = 1;

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    tell(
        command, wrong.getMessage() + " (" + command.getCommandSpec().qualifiedName() + " --help)");
    return WRONG_USE;
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
    switch (thrown) {
      case Failure failure -> tell(command, failure.getMessage());
      case StatusRuntimeException answer -> tell(command, said(answer.getStatus()));
      case StatusException answer -> tell(command, said(answer.getStatus()));
      case NoSuchFileException absent -> tell(command, absent.getFile() + " does not exist");
      case IOException failure -> tell(command, failure.toString());
      default -> {
        log.error("{} failed unexpectedly", command.getCommandName(), thrown);
        tell(command, "failed unexpectedly, which is a defect of CRI-J: " + thrown);
      }
    }
    return FAILED;
  }

  private static String said(Status status) {
    return status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null
        ? "no daemon answers (" + status.getCause().getMessage() + ")"
        : Optional.ofNullable(status.getDescription()).orElse("the daemon failed")
            + " ("
            + status.getCode()
            + ")";
  }

  private static void tell(CommandLine command, String what) {
    PrintWriter err = command.getErr();
    err.println(
        command.getCommandSpec().qualifiedName()
            + ": "
            + what.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "?"));
    err.flush();
  }
}
