package io.crij.deploy.training;

import io.crij.operations.record.Durability;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.RecordFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes and reads a record with values of the kinds that records of the daemon have. */
final class RecordTraining {
  record Sample(
      String name,
      Path path,
      Instant time,
      Optional<String> some,
      List<String> many,
      Map<String, String> pairs) {}

  private RecordTraining() {}

  static void run(Path folder) {
    Sample sample =
        new Sample(
            "sample", folder, Instant.EPOCH, Optional.of("x"), List.of("y"), Map.of("z", "1"));
    RecordFile<Sample> file = new RecordFile<>(folder.resolve("sample.json"), Sample.class, 1);
    file.write(sample, Durability.SYNCED);
    if (!(file.load() instanceof Loaded.Present<Sample> present)
        || !present.value().equals(sample)) {
      throw new IllegalStateException("a record does not come back as it was written");
    }
    file.delete(Durability.SYNCED);
  }
}
