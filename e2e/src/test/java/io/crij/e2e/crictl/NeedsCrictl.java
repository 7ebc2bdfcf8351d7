package io.crij.e2e.crictl;

import io.crij.e2e.harness.Crictl;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class where there is no crictl, before a daemon is started for it. */
final class NeedsCrictl implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Crictl.program()
        .map(program -> ConditionEvaluationResult.enabled("crictl is " + program))
        .orElseGet(
            () ->
                ConditionEvaluationResult.disabled(
                    "no crictl in CRIJ_TOOLS or ~/.cache/crij-tools: run e2e/tools/build"));
  }
}
