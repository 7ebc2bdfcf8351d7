package io.crij.image.layer;

import io.crij.image.fuzz.FuzzTarget;
import io.crij.linux.files.ConfinedPath;
import io.crij.operations.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The small parts of a tar stream: PAX records, maps of sparse files; and what is kept of one. */
public final class LayerRecordsFuzz {
  private static final int BLOCK = 512;
  private static final long SPARSE_SIZE = 100_000;

  /** In a header of the old GNU format, where the map is. */
  private static final String OLD_MAP =
      "\0".repeat(386) + "00000000000\0" + "00000000005\0" + "\0".repeat(73) + "00000000010\0";

  private LayerRecordsFuzz() {}

  public static List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.ofText(
                "pax-records",
                List.of(
                    "path=a/b\nmtime=1.5\nuid=7\ngid=8\nsize=9\nlinkpath=c\n",
                    "SCHILY.xattr.user.a=b\nSCHILY.xattr.security.capability=\1\0\0\2\n",
                    "GNU.sparse.size=9\nGNU.sparse.offset=0\nGNU.sparse.numbytes=4\n",
                    "GNU.sparse.map=0,1,4,2\nGNU.sparse.size=9\nGNU.sparse.name=x\n",
                    "GNU.sparse.major=1\nGNU.sparse.minor=0\nGNU.sparse.realsize=9\n",
                    "mtime=-1.000000001\n"),
                " path= linkpath= uid= gid= size= mtime= SCHILY.xattr. GNU.sparse. GNU.sparse.map="
                    + " GNU.sparse.size= GNU.sparse.realsize= GNU.sparse.major=1 GNU.sparse.name="
                    + " 999999999999999999 -0.5 .. , \n",
                LayerRecordsFuzz::readRecords)
            .withShare(35),
        FuzzTarget.ofText(
                "sparse-map",
                List.of("2\n0\n5\n512\n7\n", "0\n", OLD_MAP, "1\n0\n1"),
                " 1\n 0\n 999999999999999999\n 65536\n 65537\n 00000000512 \n",
                LayerRecordsFuzz::readMaps)
            .withShare(20),
        new FuzzTarget(
            "layer-needs",
            List.of(
                new LayerNeeds(
                        List.of(ConfinedPath.parse("a/b")),
                        List.of(
                            new LayerNeeds.LowerLink(
                                ConfinedPath.parse("c"), ConfinedPath.parse("d/e"))),
                        List.of(ConfinedPath.parse("f")))
                    .encoded()),
            FuzzTarget.words("d l w a/b ../ // ."),
            LayerRecordsFuzz::readNeeds));
  }

  private static void readRecords(byte[] input) {
    read(input);
    // Mutations of whole records rarely have the right length, so each line becomes one.
    read(withLengths(input));
  }

  private static void read(byte[] records) {
    ExtendedHeader header;
    try {
      header = PaxRecords.parse(records);
    } catch (Failure refused) {
      FuzzTarget.requirePlain(refused.getMessage());
      return;
    }
    ExtendedHeader whole = ExtendedHeader.NONE.withPath(new byte[] {'a'}).withPax(header);
    Optional<SparseRecords> sparse = whole.sparse();
    if (sparse.isPresent() && !sparse.get().mapInContent()) {
      sparse.get().map().stored();
    }
  }

  static byte[] withLengths(byte[] lines) {
    StringBuilder records = new StringBuilder();
    for (String line : new String(lines, StandardCharsets.ISO_8859_1).split("\n")) {
      int body = line.length() + 2;
      int length = body + String.valueOf(body).length();
      length = body + String.valueOf(length).length();
      records.append(length).append(' ').append(line).append('\n');
    }
    return records.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void readMaps(byte[] input) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    try {
      SparseReader.Read read = SparseReader.newFormat(SPARSE_SIZE, input.length, in);
      if (read.map().stored() > SPARSE_SIZE) {
        throw new AssertionError("more than the file has: " + read.map());
      }
    } catch (EOFException ends) {
      // The stream below says that it has ended.
    } catch (Failure refused) {
      FuzzTarget.requirePlain(refused.getMessage());
    }
    byte[] header = Arrays.copyOf(input, BLOCK);
    byte[] rest = Arrays.copyOfRange(input, Math.min(BLOCK, input.length), input.length);
    SparseReader.oldFormat(header, new ByteArrayInputStream(rest)).stored();
  }

  private static void readNeeds(byte[] input) {
    LayerNeeds needs;
    try {
      needs = LayerNeeds.decode(input);
    } catch (IllegalArgumentException refused) {
      FuzzTarget.requirePlain(refused.getMessage());
      return;
    }
    FuzzTarget.requireEqual(needs, LayerNeeds.decode(needs.encoded()));
  }
}
