package io.crij.image.operator;

import com.google.protobuf.ByteString;
import io.crij.image.archive.ImageImport;
import io.crij.image.archive.Spool;
import io.crij.image.operator.v1.ImportRequest;
import io.crij.image.operator.v1.ImportResponse;
import io.crij.image.store.ImageStore;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.InvalidArgument;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One Import: what the client sends goes through a queue of one message to the thread that writes
 * it, which then asks for the next.
 */
final class ImportCall implements StreamObserver<ImportRequest> {
  private static final long LONGEST_SILENCE_SECONDS = 300;

  private sealed interface Message {}

  private record Data(ByteString bytes) implements Message {}

  private record End() implements Message {}

  private record Broken() implements Message {}

  private final ServerCallStreamObserver<ImportResponse> client;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private volatile Optional<ImportRequest.Start> start = Optional.empty();

  ImportCall(ServerCallStreamObserver<ImportResponse> client) {
    this.client = client;
    client.disableAutoRequest();
    client.setOnCancelHandler(() -> messages.add(new Broken()));
    client.request(1);
  }

  @Override
  public void onNext(ImportRequest request) {
    switch (request.getPartCase()) {
      case START -> {
        start = Optional.of(request.getStart());
        client.request(1);
      }
      case DATA -> messages.add(new Data(request.getData()));
      case PART_NOT_SET -> client.request(1);
    }
  }

  @Override
  public void onError(Throwable hungUp) {
    messages.add(new Broken());
  }

  @Override
  public void onCompleted() {
    messages.add(new End());
  }

  /** Receives and imports the archive; on a platform thread of its own. */
  ImportResponse run(Spool spool, ImageImport importer, ImageStore images) throws IOException {
    ImageImport.Imported imported =
        spool.with(
            this::receive,
            file ->
                importer.run(
                    file,
                    start.map(ImportRequest.Start::getName).orElse(""),
                    start.map(ImportRequest.Start::getPath).orElse("")));
    ImportResponse.Builder answer =
        ImportResponse.newBuilder().setFormat(imported.format().label());
    imported
        .ids()
        .forEach(id -> images.get(id).ifPresent(v -> answer.addImages(ImageSummaries.of(v))));
    return answer.build();
  }

  private void receive(OutputStream file) throws IOException {
    long bytes = 0;
    for (Message message = next(); !(message instanceof End); message = next()) {
      if (!(message instanceof Data(ByteString data))) {
        throw new Cancelled("the client has hung up before the archive's end", "Import again.");
      }
      data.writeTo(file);
      bytes += data.size();
      client.request(1);
    }
    if (start.isEmpty() || bytes == 0) {
      throw new InvalidArgument("there is no archive to import", "Give its file.");
    }
  }

  private Message next() {
    try {
      Message message = messages.poll(LONGEST_SILENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new DeadlineExceeded(
            "the client has sent nothing for " + LONGEST_SILENCE_SECONDS + " s", "Import again.");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("the import was cancelled", "Import again.", e);
    }
  }
}
