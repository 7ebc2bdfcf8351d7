package io.crij.deploy.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * No descriptor of the daemon reaches a child: each call that makes one asks for close-on-exec in
 * the same breath, since a child may be spawned between two calls.
 */
class DescriptorRulesTest {
  /** How far above a call the flags may be put together. */
  private static final int NEAR = 600;

  private static final Pattern MAKES_A_DESCRIPTOR =
      Pattern.compile(
          "Calls\\.(open|openat|socket|socketpair|pipe2|eventfd|epoll_create1|inotify_init1"
              + "|memfd_create|signalfd|timerfd_create|accept4|dup3)\\("
              + "|SYS_(OPENAT2|FSOPEN|FSMOUNT|FSPICK|OPEN_TREE)\\b(?! =)|F_DUPFD\\b");

  /** These have no such flag; pidfd_open(2) always sets it. */
  private static final Pattern CANNOT =
      Pattern.compile(
          "native \\w+ (dup|dup2|pipe|accept|epoll_create|inotify_init|creat|fopen|opendir)\\(");

  private static final Pattern NATIVE = Pattern.compile("^\\s*(\\w+ )*native ");

  private final SourceTree tree = SourceTree.find();

  @Test
  void everyNewDescriptorIsCloseOnExec() throws IOException {
    List<String> open = new ArrayList<>();
    int seen = 0;
    for (Path file : tree.mainFiles()) {
      String text = Files.readString(file);
      Matcher call = MAKES_A_DESCRIPTOR.matcher(text);
      while (call.find()) {
        seen++;
        if (!isCloseOnExec(text, call.start())) {
          open.add(tree.root().relativize(file) + ": " + call.group());
        }
      }
    }
    assertThat(seen).as("the calls are still found").isGreaterThan(10);
    assertThat(open).isEmpty();
  }

  private static boolean isCloseOnExec(String text, int call) {
    int end = text.indexOf(';', call);
    return text.substring(Math.max(0, call - NEAR), end).contains("CLOEXEC");
  }

  @Test
  void callsWithoutTheFlagAreNotThere() throws IOException {
    assertThat(tree.linesMatching(tree.mainFiles(), CANNOT)).isEmpty();
  }

  @Test
  void nativeCallsAreInOneClassOfEachPackage() throws IOException {
    assertThat(tree.linesMatching(tree.mainFiles(), NATIVE))
        .isNotEmpty()
        .allMatch(line -> line.file().toString().matches("core/linux/.*Calls\\.java"));
  }

  @Test
  void aMissingFlagIsSeen() {
    String text = "int fd = FileCalls.open(path, O_RDONLY); x(O_CLOEXEC);";
    assertThat(isCloseOnExec(text, text.indexOf("FileCalls"))).isFalse();
    assertThat(MAKES_A_DESCRIPTOR.matcher("fcntl(fd, F_DUPFD, 0)").find()).isTrue();
    assertThat(MAKES_A_DESCRIPTOR.matcher("fcntl(fd, F_DUPFD_CLOEXEC, 0)").find()).isFalse();
  }
}
