package io.crij.runtime.rpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.crij.operations.failure.InvalidArgument;
import java.util.Comparator;
import java.util.Map;

/**
 * How much the configuration of one pod or container may hold: labels, annotations, environment,
 * arguments and everything else together. It is kept in memory and in a record as long as its
 * object. Kubernetes allows 256 KiB of annotations, and the kernel 2 MiB of arguments and
 * environment.
 */
final class ConfigSize {
  static final int MOST = 2 << 20;

  private ConfigSize() {}

  /**
   * Refuses one that is larger, naming its largest field.
   *
   * @return its size in bytes
   */
  static int require(String what, Message config) {
    int size = config.getSerializedSize();
    if (size <= MOST) {
      return size;
    }
    FieldDescriptor largest =
        config.getAllFields().keySet().stream()
            .max(Comparator.comparingInt(field -> size(config, field)))
            .orElseThrow();
    throw new InvalidArgument(
        "the config of the "
            + what
            + " has "
            + size
            + " bytes, "
            + size(config, largest)
            + " of them in "
            + largest.getName()
            + ", and the limit for all of it is "
            + MOST
            + " bytes",
        "Ask for less: fewer or shorter labels, annotations, variables and arguments.");
  }

  private static int size(Message config, FieldDescriptor field) {
    return config
        .newBuilderForType()
        .setField(field, config.getField(field))
        .buildPartial()
        .getSerializedSize();
  }

  /** What labels or annotations take in the answer of a list. */
  static long of(Map<String, String> texts) {
    return texts.entrySet().stream()
        .mapToLong(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
        .sum();
  }

  private static long bytes(String text) {
    return CodedOutputStream.computeStringSizeNoTag(text);
  }
}
