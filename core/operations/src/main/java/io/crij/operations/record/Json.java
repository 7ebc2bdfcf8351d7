package io.crij.operations.record;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way to read and write JSON: bounded in every dimension, no duplicate keys, nothing after
 * the document, no types named by the document. Unknown fields are ignored.
 */
public final class Json {
  private static final int MIB = 1 << 20;
  static final int MAX_DOCUMENT = 8 * MIB;

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(64)
          .maxStringLength(MIB)
          .maxNameLength(MIB)
          .maxNumberLength(32)
          .maxDocumentLength(MAX_DOCUMENT)
          .build();

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(LIMITS)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /**
   * The mapper. It limits documents that come as a stream; bytes and text in memory must be bounded
   * by whoever holds them.
   */
  public static JsonMapper strict() {
    return STRICT;
  }

  /**
   * Reads one document.
   *
   * @param maxBytes largest document, at most 8 MiB
   * @throws IOException when the stream fails, is longer, or is not one JSON document
   */
  public static JsonNode readBounded(InputStream in, int maxBytes) throws IOException {
    int limit = Math.min(maxBytes, MAX_DOCUMENT);
    byte[] bytes = in.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new IOException("the JSON document is longer than " + limit + " bytes");
    }
    try {
      JsonNode node = STRICT.readTree(bytes);
      if (node.isMissingNode()) {
        throw new IOException("the JSON document is empty");
      }
      return node;
    } catch (JacksonException e) {
      throw new IOException("not a valid JSON document: " + e.getOriginalMessage(), e);
    }
  }

  public static String write(Object value) {
    return STRICT.writeValueAsString(value);
  }
}
