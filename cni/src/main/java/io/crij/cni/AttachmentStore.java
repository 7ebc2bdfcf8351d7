package io.crij.cni;

import io.crij.operations.failure.Failure;
import io.crij.operations.record.Durability;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.record.RecordFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Records of attachments in our state directory: {@code ID.json}, and {@code ID.result} beside. */
final class AttachmentStore {
  private static final Pattern NAME = Pattern.compile("(.+)\\.json(\\.quarantined-[0-9]+)?");
  private static final int VERSION = 1;

  private final Path directory;

  AttachmentStore(Path directory) {
    this.directory = directory;
    try {
      OwnDirectory.ensure(directory);
    } catch (IOException e) {
      throw Failure.wrap("cannot make the directory of CNI attachments " + directory, e);
    }
  }

  void intend(AttachmentRecord record) {
    intent(record.podSandboxId()).write(record, Durability.SYNCED);
  }

  void complete(String podSandboxId, ResultRecord result) {
    result(podSandboxId).write(result, Durability.RENAMED);
  }

  Optional<AttachmentRecord> load(String podSandboxId) {
    return present(intent(podSandboxId).load());
  }

  /** Before anything is changed: see {@link RecordFile#requireKnownVersion}. */
  void requireKnownVersions(String podSandboxId) {
    intent(podSandboxId).requireKnownVersion();
    result(podSandboxId).requireKnownVersion();
  }

  Optional<ResultRecord> loadResult(String podSandboxId) {
    return present(result(podSandboxId).load());
  }

  boolean exists(String podSandboxId) {
    return Files.exists(intent(podSandboxId).path(), LinkOption.NOFOLLOW_LINKS)
        || !quarantined(podSandboxId).isEmpty();
  }

  /** Ends the attachment; also an unreadable record of it does not count any more. */
  void forget(String podSandboxId) {
    result(podSandboxId).delete(Durability.RENAMED);
    intent(podSandboxId).delete(Durability.SYNCED);
    for (Path file : quarantined(podSandboxId)) {
      settle(file);
    }
  }

  /** Unreadable records of a pod sandbox whose attachment may still exist. */
  List<Path> quarantined(String podSandboxId) {
    String prefix = podSandboxId + ".json.quarantined-";
    return names().stream().filter(n -> n.startsWith(prefix)).map(directory::resolve).toList();
  }

  /** Ids of all pod sandboxes that have, or may have, an attachment. */
  List<String> ids() {
    TreeSet<String> ids = new TreeSet<>();
    for (String name : names()) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        ids.add(matcher.group(1));
      }
    }
    return List.copyOf(ids);
  }

  private void settle(Path file) {
    try {
      String name = file.getFileName().toString().replace(".quarantined-", ".released-");
      Files.move(file, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Failure.wrap("cannot rename the unreadable CNI record " + file, e);
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (IOException | DirectoryIteratorException e) {
      throw Failure.wrap("cannot list the CNI attachments in " + directory, e);
    }
    return names;
  }

  private RecordFile<AttachmentRecord> intent(String podSandboxId) {
    return new RecordFile<>(
        directory.resolve(podSandboxId + ".json"), AttachmentRecord.class, VERSION);
  }

  private RecordFile<ResultRecord> result(String podSandboxId) {
    return new RecordFile<>(
        directory.resolve(podSandboxId + ".result"), ResultRecord.class, VERSION);
  }

  private static <T> Optional<T> present(Loaded<T> loaded) {
    return loaded instanceof Loaded.Present<T> present
        ? Optional.of(present.value())
        : Optional.empty();
  }
}
