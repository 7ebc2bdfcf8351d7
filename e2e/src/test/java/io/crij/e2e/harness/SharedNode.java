package io.crij.e2e.harness;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One node for the tests of a class. After each of them its pods, and images that it added, are
 * removed, and nothing may be left on the host. Where a test failed, the daemon's log is shown.
 */
public final class SharedNode
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final Namespace STORE = Namespace.create(SharedNode.class);

  private final UnaryOperator<DaemonSetup> change;
  private Optional<TestNode> node = Optional.empty();
  private int logBefore;

  private SharedNode(UnaryOperator<DaemonSetup> change) {
    this.change = change;
  }

  /** With the daemon as it comes. */
  public static SharedNode standard() {
    return new SharedNode(setup -> setup);
  }

  /** With another setup than the usual one. */
  public static SharedNode with(UnaryOperator<DaemonSetup> change) {
    return new SharedNode(change);
  }

  /** The images of the whole run, with their registry. */
  public static TestImages images(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent("images", _ -> new TestImages(), TestImages.class);
  }

  public TestNode node() {
    return node.orElseThrow();
  }

  public Pods pods() {
    return node().pods();
  }

  public CriClient client() {
    return node().client();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    node = Optional.of(new TestNode(images(context), change));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    logBefore = node().log().length();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try {
      if (!node().daemon().isRunning()) {
        node().daemon().start();
      }
      node().removeEverything();
      node().assertNothingLeft();
    } catch (AssertionError | RuntimeException e) {
      showLog(context);
      throw e;
    }
    if (context.getExecutionException().isPresent()) {
      showLog(context);
    }
  }

  private void showLog(ExtensionContext context) {
    System.err.println("--- the daemon's log during " + context.getDisplayName());
    System.err.println(node().log().substring(logBefore));
    System.err.println("---");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (node.isEmpty()) {
      return;
    }
    try (TestNode ending = node()) {
      ending.assertEndsClean();
    }
  }
}
