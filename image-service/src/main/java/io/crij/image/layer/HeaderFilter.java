package io.crij.image.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Takes the extended headers out of a tar stream, so that the tar library meets only plain ones: it
 * decodes binary values as text and puts no limit on them. Entries of the stream that comes out
 * have a verified checksum, a known type and the size that was settled here.
 */
final class HeaderFilter extends InputStream {
  private static final int BLOCK = TarConstants.DEFAULT_RCDSIZE;
  private static final int NAME_LENGTH = 100;
  private static final int UID_OFFSET = 108;
  private static final int GID_OFFSET = 116;
  private static final int ID_LENGTH = 8;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int CHECKSUM_OFFSET = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE_OFFSET = 156;
  private static final int MAJOR_OFFSET = 329;
  private static final int MINOR_OFFSET = 337;
  private static final int PREFIX_OFFSET = 345;
  private static final int DEVICE_LENGTH = 8;
  private static final long LARGEST_MAJOR = 0xfff;
  private static final long LARGEST_MINOR = 0xfffff;

  private final InputStream in;
  private final LayerLimits limits;
  private final byte[] block = new byte[BLOCK];
  private int position = BLOCK;
  private long payload;
  private long entries;
  private boolean ended;
  private ExtendedHeader extended = ExtendedHeader.NONE;
  private Optional<SparseMap> sparse = Optional.empty();

  HeaderFilter(InputStream in, LayerLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /** What was said of the entry whose header was read last. */
  ExtendedHeader extended() {
    return extended;
  }

  /** The map of the sparse file whose header was read last. */
  Optional<SparseMap> sparse() {
    return sparse;
  }

  /** Of the entry whose header was read last; the library would cut the number to 32 bits. */
  long uid() {
    return extended.uid().orElseGet(() -> number(UID_OFFSET, ID_LENGTH));
  }

  long gid() {
    return extended.gid().orElseGet(() -> number(GID_OFFSET, ID_LENGTH));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == BLOCK && payload > 0) {
      int count = in.read(target, offset, (int) Math.min(length, payload));
      if (count < 0) {
        throw BadLayer.malformed("it ends within an entry");
      }
      payload -= count;
      return count;
    }
    if (position == BLOCK && !nextHeader()) {
      return -1;
    }
    int count = Math.min(length, BLOCK - position);
    System.arraycopy(block, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean nextHeader() throws IOException {
    if (ended || !readBlock()) {
      ended = true;
      return false;
    }
    extended = ExtendedHeader.NONE;
    int seen = 0;
    // Each kind of extended header comes once at most.
    while (!isEnd() && isExtension(block[TYPE_OFFSET])) {
      int kind = 1 << "xgLK".indexOf(block[TYPE_OFFSET]);
      if ((seen & kind) != 0) {
        throw BadLayer.malformed("an extended header is repeated");
      }
      seen |= kind;
      readExtension(block[TYPE_OFFSET]);
      if (!readBlock()) {
        throw BadLayer.malformed("it ends after an extended header");
      }
    }
    if (isEnd()) {
      ended = true;
    } else {
      settleEntry();
    }
    position = 0;
    return true;
  }

  private boolean isEnd() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean readBlock() throws IOException {
    int count = in.readNBytes(block, 0, BLOCK);
    if (count > 0 && count < BLOCK) {
      throw BadLayer.malformed("it ends within a header");
    }
    if (count == 0) {
      return false;
    }
    if (!isEnd()) {
      if (!TarUtils.verifyCheckSum(block)) {
        throw BadLayer.malformed("a header has a wrong checksum, so it is no tar stream");
      }
      if (++entries > limits.entries()) {
        throw BadLayer.tooMuch("entries", limits.entries());
      }
    }
    return true;
  }

  private static boolean isExtension(byte type) {
    return type == TarConstants.LF_PAX_EXTENDED_HEADER_LC
        || type == TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER
        || type == TarConstants.LF_GNUTYPE_LONGNAME
        || type == TarConstants.LF_GNUTYPE_LONGLINK;
  }

  private void readExtension(byte type) throws IOException {
    long size = number(SIZE_OFFSET, SIZE_LENGTH);
    if (size > limits.extendedHeaderBytes()) {
      throw BadLayer.tooMuch("bytes in an extended header", limits.extendedHeaderBytes());
    }
    byte[] content = new byte[(int) size];
    if (in.readNBytes(content, 0, content.length) < content.length) {
      throw BadLayer.malformed("it ends within an extended header");
    }
    in.skipNBytes(padded(size) - size);
    switch (type) {
      case TarConstants.LF_PAX_EXTENDED_HEADER_LC ->
          extended = extended.withPax(PaxRecords.parse(content));
      case TarConstants.LF_GNUTYPE_LONGNAME -> extended = extended.withPath(untilNul(content));
      case TarConstants.LF_GNUTYPE_LONGLINK -> extended = extended.withLinkPath(untilNul(content));
      // Global headers say nothing that a layer needs; other runtimes leave them out as well.
      default -> {}
    }
  }

  private void settleEntry() throws IOException {
    sparse = Optional.empty();
    long size =
        switch (block[TYPE_OFFSET]) {
          case TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG ->
              settleSparse(extended.size().orElseGet(() -> number(SIZE_OFFSET, SIZE_LENGTH)));
          case TarConstants.LF_CHR, TarConstants.LF_BLK -> {
            requireDeviceNumber();
            yield 0;
          }
          case TarConstants.LF_LINK,
              TarConstants.LF_SYMLINK,
              TarConstants.LF_DIR,
              TarConstants.LF_FIFO ->
              0;
          case TarConstants.LF_GNUTYPE_SPARSE -> {
            sparse = Optional.of(SparseReader.oldFormat(block, in));
            block[TYPE_OFFSET] = TarConstants.LF_NORMAL;
            // What is there in this format is a prefix of the name in others.
            Arrays.fill(block, PREFIX_OFFSET, BLOCK, (byte) 0);
            yield requireMapped(number(SIZE_OFFSET, SIZE_LENGTH));
          }
          default ->
              throw BadLayer.malformed("it has an entry of unknown type " + block[TYPE_OFFSET]);
        };
    if (size > limits.bytes()) {
      throw BadLayer.tooMuch("bytes", limits.bytes());
    }
    if (extended.path().isPresent()) {
      // Its beginning only; one that happens to end with a slash would mean a directory.
      Arrays.fill(block, 0, NAME_LENGTH, (byte) 0);
      block[0] = 'x';
    }
    TarUtils.formatLongOctalOrBinaryBytes(size, block, SIZE_OFFSET, SIZE_LENGTH);
    Arrays.fill(block, CHECKSUM_OFFSET, CHECKSUM_OFFSET + CHECKSUM_LENGTH, (byte) ' ');
    long sum = TarUtils.computeCheckSum(block);
    TarUtils.formatCheckSumOctalBytes(sum, block, CHECKSUM_OFFSET, CHECKSUM_LENGTH);
    payload = padded(size);
  }

  /** The size of what follows when a map, if there is one, is taken out. */
  private long settleSparse(long stored) throws IOException {
    if (extended.sparse().isEmpty()) {
      return stored;
    }
    if (stored > limits.bytes()) {
      throw BadLayer.tooMuch("bytes", limits.bytes());
    }
    SparseRecords records = extended.sparse().get();
    if (!records.mapInContent()) {
      sparse = Optional.of(records.map());
      return requireMapped(stored);
    }
    SparseReader.Read read = SparseReader.newFormat(records.size(), stored, in);
    sparse = Optional.of(read.map());
    return requireMapped(stored - read.bytes());
  }

  private long requireMapped(long stored) {
    SparseMap map = sparse.orElseThrow();
    if (map.stored() != stored) {
      throw BadLayer.malformed("the map of a sparse file does not fit its content");
    }
    if (map.size() > limits.bytes()) {
      throw BadLayer.tooMuch("bytes", limits.bytes());
    }
    return stored;
  }

  // Never made, but a number that does not fit must not pass as another one.
  private void requireDeviceNumber() {
    if (number(MAJOR_OFFSET, DEVICE_LENGTH) > LARGEST_MAJOR
        || number(MINOR_OFFSET, DEVICE_LENGTH) > LARGEST_MINOR) {
      throw BadLayer.malformed("a device number is out of range");
    }
  }

  private long number(int offset, int length) {
    try {
      long number = TarUtils.parseOctalOrBinary(block, offset, length);
      if (number < 0) {
        throw BadLayer.malformed("a header has a negative number");
      }
      return number;
    } catch (IllegalArgumentException e) {
      throw BadLayer.malformed("a header has a malformed number", e);
    }
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static byte[] untilNul(byte[] content) {
    int end = 0;
    while (end < content.length && content[end] != 0) {
      end++;
    }
    return Arrays.copyOf(content, end);
  }
}
