package io.crij.deploy.client;

import picocli.CommandLine.Option;

/** The option that chooses between a table for people and JSON for programs. */
public final class OutputOption {
  /** Forms of an answer. */
  enum Form {
    TABLE,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "TABLE",
      description = "${COMPLETION-CANDIDATES}: for people, for programs (default: table).")
  private Form form = Form.TABLE;

  public boolean json() {
    return form == Form.JSON;
  }
}
