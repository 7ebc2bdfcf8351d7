package io.crij.e2e.streaming;

import io.crij.e2e.harness.Await;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** A SPDY client that reads everything on a thread of its own, unless it is told to stop. */
final class SpdyClient implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int REPLY = 2;

  private final StreamConnection connection;
  private final SpdyFrames frames = new SpdyFrames();
  private final Map<Integer, ByteArrayOutputStream> received = new HashMap<>();
  private final Map<Integer, Long> totals = new HashMap<>();
  private final Set<Integer> ended = new HashSet<>();
  private final Set<Integer> reset = new HashSet<>();
  private final Set<Integer> replied = new HashSet<>();
  private final Set<Integer> pongs = new HashSet<>();
  private final Semaphore mayRead = new Semaphore(1);
  private boolean goneAway;
  private boolean closed;
  private boolean keeps = true;
  private int nextId = 1;

  private SpdyClient(StreamConnection connection) {
    this.connection = connection;
    Thread.ofPlatform().daemon().name("spdy-client").start(this::readAll);
  }

  static SpdyClient connect(String url, String... protocols) {
    StreamConnection connection = StreamConnection.open(url);
    StreamConnection.Head head = connection.askForSpdy(protocols);
    if (head.status() != 101) {
      throw new AssertionError(
          head + ": " + new String(connection.readAll(), StandardCharsets.UTF_8));
    }
    return new SpdyClient(connection);
  }

  StreamConnection connection() {
    return connection;
  }

  /** Opens a stream; its id. */
  synchronized int open(String streamType) {
    return open(Map.of("streamtype", streamType), false);
  }

  synchronized int open(Map<String, String> headers, boolean fin) {
    int id = nextId;
    nextId += 2;
    received.put(id, new ByteArrayOutputStream());
    totals.put(id, 0L);
    connection.send(frames.synStream(id, headers, fin));
    return id;
  }

  void write(int stream, String text) {
    write(stream, text.getBytes(StandardCharsets.UTF_8), false);
  }

  void write(int stream, byte[] bytes, boolean fin) {
    int largest = 32 << 10;
    int offset = 0;
    do {
      int length = Math.min(largest, bytes.length - offset);
      boolean last = offset + length == bytes.length;
      byte[] frame = SpdyFrames.data(stream, bytes, offset, length, fin && last);
      synchronized (connection) {
        connection.send(frame);
      }
      offset += length;
    } while (offset < bytes.length);
  }

  void end(int stream) {
    write(stream, new byte[0], true);
  }

  void reset(int stream) {
    synchronized (connection) {
      connection.send(SpdyFrames.reset(stream));
    }
  }

  void ping(int id) {
    synchronized (connection) {
      connection.send(SpdyFrames.ping(id));
    }
  }

  /** Only counts what comes from now on. */
  synchronized void keepNothing() {
    keeps = false;
  }

  void stopReading() {
    mayRead.acquireUninterruptibly();
  }

  void readOn() {
    mayRead.release();
  }

  private void readAll() {
    try (DataInputStream in = new DataInputStream(connection.socket().getInputStream())) {
      connection.socket().setSoTimeout(0);
      while (true) {
        mayRead.acquireUninterruptibly();
        mayRead.release();
        int first = in.readInt();
        int second = in.readInt();
        byte[] body = in.readNBytes(second & 0xffffff);
        frame(first, second >>> 24, body);
      }
    } catch (IOException end) {
      synchronized (this) {
        closed = true;
      }
    }
  }

  private synchronized void frame(int first, int flags, byte[] body) {
    boolean fin = (flags & SpdyFrames.FIN) != 0;
    if (first >= 0) {
      if (keeps) {
        received.computeIfAbsent(first, _ -> new ByteArrayOutputStream()).writeBytes(body);
      }
      totals.merge(first, (long) body.length, Long::sum);
      if (fin) {
        ended.add(first);
      }
      return;
    }
    int id = body.length >= Integer.BYTES ? ByteBuffer.wrap(body).getInt() : 0;
    switch (first & 0xffff) {
      case REPLY -> replied.add(id);
      case SpdyFrames.RST_STREAM -> reset.add(id);
      case SpdyFrames.PING -> pongs.add(id);
      case SpdyFrames.GOAWAY -> goneAway = true;
      default -> {}
    }
  }

  synchronized String text(int stream) {
    return received.get(stream).toString(StandardCharsets.UTF_8);
  }

  synchronized byte[] bytes(int stream) {
    return received.get(stream).toByteArray();
  }

  synchronized long total(int stream) {
    return totals.get(stream);
  }

  synchronized boolean isReplied(int stream) {
    return replied.contains(stream);
  }

  synchronized boolean isReset(int stream) {
    return reset.contains(stream);
  }

  synchronized boolean isEnded(int stream) {
    return ended.contains(stream);
  }

  synchronized boolean hasPong(int id) {
    return pongs.contains(id);
  }

  synchronized boolean isGoneAway() {
    return goneAway;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** All of a stream, once the server has ended it. */
  String awaitEnd(int stream) {
    Await.until("stream " + stream + " ends", LIMIT, () -> isEnded(stream));
    return text(stream);
  }

  void awaitText(int stream, String part) {
    Await.until("\"" + part + "\" in stream " + stream, LIMIT, () -> text(stream).contains(part));
  }

  /** The stream is refused, or the whole connection. */
  void awaitEndedOrReset(int stream) {
    Await.until("an end", LIMIT, () -> isReset(stream) || isGoneAway() || isClosed());
  }

  void awaitClosed() {
    Await.until("the server closes the connection", LIMIT, this::isClosed);
  }

  @Override
  public void close() {
    connection.close();
  }
}
