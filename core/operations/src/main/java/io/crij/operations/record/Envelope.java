package io.crij.operations.record;

import tools.jackson.databind.JsonNode;

/** What a record file holds: {@code {"version":1,"bootId":"...","record":{...}}}. */
record Envelope(int version, String bootId, JsonNode record) {
  /**
   * @throws IllegalArgumentException when the document has another form
   */
  static Envelope of(JsonNode document) {
    JsonNode version = document.path("version");
    JsonNode bootId = document.path("bootId");
    JsonNode record = document.path("record");
    if (!version.isInt() || !bootId.isString() || !record.isObject()) {
      throw new IllegalArgumentException("it has no version, bootId and record");
    }
    return new Envelope(version.intValue(), bootId.stringValue(), record);
  }
}
