package io.crij.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.record.BootId;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.RecordFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRecordTest {
  private static final String DIGEST = "sha256:" + "1".repeat(64);

  @TempDir Path directory;

  @Test
  void aRecordOfTheFirstVersionIsReadAsOneOfToday() throws Exception {
    Path file = directory.resolve("image.json");
    Files.writeString(
        file,
        """
        {"version":1,"bootId":"%s","record":{"id":"%s","tags":[{"name":"a.org/app:1",
         "sinceMillis":5}],"digests":["a.org/app@%s"],"manifest":"%s","size":7}}
        """
            .formatted(BootId.current(), DIGEST, DIGEST, DIGEST));

    Loaded<ImageRecord> loaded =
        new RecordFile<>(file, ImageRecord.class, ImageRecord.VERSION, ImageRecord.UPGRADE).load();

    assertThat(loaded)
        .isInstanceOfSatisfying(
            Loaded.Present.class,
            present ->
                assertThat(present.value())
                    .isEqualTo(
                        new ImageRecord(
                            DIGEST,
                            List.of(new ImageRecord.Tag("a.org/app:1", 5)),
                            List.of("a.org/app@" + DIGEST),
                            List.of(),
                            DIGEST,
                            7,
                            Optional.empty())));
  }
}
