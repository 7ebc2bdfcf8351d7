package io.crij.deploy.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no main source may do, because one place does it safely, or because it is never right. */
class SourceRulesTest {
  private final SourceTree tree = SourceTree.find();

  enum Rule {
    SPAWN_ONLY_BY_THE_SPAWNER("\\bProcessBuilder\\b|\\bRuntime\\.getRuntime\\(\\)\\s*\\.exec\\b"),
    FORMAT_IS_NEVER_GUESSED("\\b(ArchiveStreamFactory|CompressorStreamFactory)\\b"),
    NO_POLYMORPHIC_JSON("\\b(activateDefaultTyping|enableDefaultTyping|JsonTypeInfo)\\b"),
    NO_JAVA_SERIALIZATION("\\bObjectInputStream\\b"),

    // The few that wait are for something that the kernel has no event for.
    WAITS_ARE_FOR_EVENTS(
        "\\bThread\\.sleep\\(|\\bparkNanos\\(|\\.sleep\\(\\d",
        "linux/cgroup/Backoff",
        "operations/failpoint/ArmedFailpoints",
        "deploy/quickstart/WebVisit",
        "deploy/quickstart/DaemonStart",
        "deploy/quickstart/ContainerLog"),
    NO_STATIC_STATE(
        "^\\s+(?:(?:private|protected|public|volatile) )*static (?:volatile )?(?!final |native )"
            + "[\\w<>\\[\\], .?]+ \\w+(?: =.*|;)$"),
    NO_STATIC_CONTAINER(
        "static final .*= new (?:\\w*Map|\\w*Set|\\w*List|\\w*Queue|\\w*Deque|Atomic\\w+"
            + "|ThreadLocal|StringBuilder)\\b"),
    NO_NULL_AS_A_RESULT("^ {4,8}return null;"),
    NOTHING_LEFT_TO_DO("\\b(?:TODO|FIXME|XXX|HACK)\\b"),
    NO_STUB("\\bUnsupportedOperationException\\b|\\b(?:not yet|un)implemented\\b"),
    STACKS_GO_TO_THE_LOG("\\.printStackTrace\\("),
    NO_SUBREAPER_AND_NO_FOREIGN_CHILD("PR_SET_CHILD_SUBREAPER|\\bwaitpid\\(|\\bP_ALL\\b"),
    NO_FINALIZER("\\bfinalize\\(\\)|\\bjava\\.lang\\.ref\\.Cleaner\\b");

    final Pattern forbidden;
    private final Set<String> exempt;

    Rule(String forbidden, String... exempt) {
      this.forbidden = Pattern.compile(forbidden);
      this.exempt = Set.of(exempt);
    }

    boolean appliesTo(Path file) {
      return exempt.stream().noneMatch(name -> file.endsWith("io/crij/" + name + ".java"));
    }
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void mainSourcesKeepTheRule(Rule rule) throws IOException {
    List<Path> files = tree.mainFiles().stream().filter(rule::appliesTo).toList();
    assertThat(files).isNotEmpty();
    assertThat(tree.linesMatching(files, rule.forbidden)).isEmpty();
  }

  @Test
  void whatBreaksARuleIsSeen() {
    assertThat(broken(Rule.NO_STATIC_STATE, "  private static int count = 0;")).isTrue();
    assertThat(broken(Rule.NO_STATIC_STATE, "  static volatile Map<String, X> all;")).isTrue();
    assertThat(broken(Rule.NO_STATIC_STATE, "  private static final int COUNT = 0;")).isFalse();
    assertThat(broken(Rule.NO_STATIC_STATE, "  static int of(int x) {")).isFalse();
    assertThat(broken(Rule.NO_STATIC_CONTAINER, "  static final X A = new HashMap<>();")).isTrue();
    assertThat(broken(Rule.NO_NULL_AS_A_RESULT, "    return null;")).isTrue();
    assertThat(broken(Rule.NO_NULL_AS_A_RESULT, "              return null;")).isFalse();
  }

  private static boolean broken(Rule rule, String line) {
    return rule.forbidden.matcher(line).find();
  }
}
