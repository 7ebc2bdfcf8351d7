package io.crij.e2e.streaming;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;

/** SPDY/3.1 frames of a client, put together by hand. */
final class SpdyFrames {
  static final int SYN_STREAM = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int FIN = 1;
  private static final int VERSION = 0x8003;
  private static final int HEAD = 8;

  /** One for the whole connection, as the protocol has it. */
  private final Deflater deflater = new Deflater();

  byte[] synStream(int id, Map<String, String> headers, boolean fin) {
    return synStream(id, deflated(block(headers)), fin);
  }

  static byte[] synStream(int id, byte[] compressedHeaders, boolean fin) {
    ByteBuffer body = ByteBuffer.allocate(10 + compressedHeaders.length);
    body.putInt(id).putInt(0).putShort((short) 0).put(compressedHeaders);
    return control(SYN_STREAM, fin ? FIN : 0, body.array());
  }

  static byte[] block(Map<String, String> headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(number(headers.size()));
    headers.forEach(
        (name, value) -> {
          block.writeBytes(number(name.length()));
          block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
          block.writeBytes(number(value.length()));
          block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        });
    return block.toByteArray();
  }

  byte[] deflated(byte[] block) {
    deflater.setInput(block);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    while (count > 0) {
      out.write(buffer, 0, count);
      count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    }
    return out.toByteArray();
  }

  static byte[] data(int id, byte[] bytes, int offset, int length, boolean fin) {
    return ByteBuffer.allocate(HEAD + length)
        .putInt(id)
        .putInt((fin ? FIN : 0) << 24 | length)
        .put(bytes, offset, length)
        .array();
  }

  static byte[] reset(int id) {
    return control(RST_STREAM, 0, ByteBuffer.allocate(8).putInt(id).putInt(5).array());
  }

  static byte[] ping(int id) {
    return control(PING, 0, number(id));
  }

  static byte[] control(int type, int flags, byte[] body) {
    return ByteBuffer.allocate(HEAD + body.length)
        .putShort((short) VERSION)
        .putShort((short) type)
        .putInt(flags << 24 | body.length)
        .put(body)
        .array();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
