package io.crij.sandbox;

import io.crij.linux.files.UserTree;
import io.crij.operations.debt.DebtView;
import io.crij.operations.debt.Debts;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.record.Durability;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.step.Step;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** The record of intent, first to come and last to go, and the sandbox's two directories. */
record RecordStep(SandboxEntry entry, SandboxLayout layout, SandboxTable table, Debts debts)
    implements Step {
  private static final String NAME = "record";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration deadline() {
    return layout.settings().stepDeadline();
  }

  @Override
  public void doIt(StepContext context) throws IOException {
    OwnDirectory.ensure(layout.recordDirectory(entry.id()));
    entry.file().write(entry.record(), Durability.RENAMED);
    OwnDirectory.ensure(layout.volatileDirectory(entry.id()));
  }

  @Override
  public void undo(StepContext context) throws IOException {
    requireNothingOwed();
    Files.deleteIfExists(layout.volatileDirectory(entry.id()));
    entry.end();
    entry.file().delete(Durability.RENAMED);
    // With a record that could not be read: it is kept as long as its sandbox.
    UserTree.removeTree(layout.records(), entry.id());
    // One sync for both removals: a removed sandbox must not come back after a power cut.
    OwnDirectory.sync(layout.records());
    table.remove(entry);
  }

  private void requireNothingOwed() {
    List<String> owed =
        debts.open().stream()
            .filter(debt -> debt.object().equals(entry.text()))
            .map(DebtView::what)
            .filter(what -> !what.equals("undo of " + NAME))
            .toList();
    if (!owed.isEmpty()) {
      entry.changeAnyway(
          record ->
              record.notReady("It could not be taken back: " + owed).owing(SandboxRecord.Owed.ALL));
      throw new FailedPrecondition(
          "the record of " + entry.text() + " stays while something is owed: " + owed,
          "It is retried; see what the log says about it.");
    }
  }
}
