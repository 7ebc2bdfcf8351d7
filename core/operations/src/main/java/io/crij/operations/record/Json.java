package io.crij.operations.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
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

  private static final JsonMapper STRICT = mapper(MIB);

  /** A part of our own record may be as long as the whole, so that one limit counts for both. */
  private static final JsonMapper OWN = mapper(MAX_DOCUMENT);

  private Json() {}

  private static JsonMapper mapper(int longestText) {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxStringLength(longestText)
            .maxNameLength(longestText)
            .maxNumberLength(32)
            .maxDocumentLength(MAX_DOCUMENT)
            .build();
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  /** Of documents that we have written ourselves. */
  static JsonMapper own() {
    return OWN;
  }

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
    return read(STRICT, in, maxBytes);
  }

  static JsonNode readOwn(InputStream in) throws IOException {
    return read(OWN, in, MAX_DOCUMENT);
  }

  private static JsonNode read(JsonMapper mapper, InputStream in, int maxBytes) throws IOException {
    int limit = Math.min(maxBytes, MAX_DOCUMENT);
    byte[] bytes = in.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new IOException("the JSON document is longer than " + limit + " bytes");
    }
    try {
      JsonNode node = mapper.readTree(bytes);
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

  /** Writes without holding the whole text; does not close the stream. */
  public static void write(Object value, OutputStream out) throws IOException {
    try {
      STRICT.writeValue(out, value);
    } catch (JacksonException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }
}
