package dev.weft.processors.net;

import dev.weft.model.Json;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.RetryableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;

/** Sends through a wire that is strung when needed and given up after any fault. */
final class SocketSink implements Processor {
  /** Strings a wire. */
  interface Connecting {
    Wire connect() throws IOException;
  }

  private final String title;
  private final int maxBytes;
  private final Connecting connecting;
  private Optional<Wire> wire = Optional.empty();

  SocketSink(String title, int maxBytes, Connecting connecting) {
    this.title = title;
    this.maxBytes = maxBytes;
    this.connecting = connecting;
  }

  @Override
  public void process(FlowFile in, Output out) throws RetryableException {
    try {
      if (in.content() instanceof Records records) {
        send(in, records, out);
      } else {
        send(in, content((Content.Bytes) in.content()), out);
      }
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private byte[] content(Content.Bytes bytes) throws IOException {
    try (var stream = bytes.opener().open()) {
      return stream.readNBytes(maxBytes + 1);
    }
  }

  private void send(FlowFile in, byte[] message, Output out) throws IOException {
    if (message.length > maxBytes) {
      out.emit("failure", in.with("error.message", tooLong()));
    } else {
      connected().send(message);
      out.emit("success", in);
    }
  }

  private void send(FlowFile in, Records records, Output out) throws IOException {
    var sent = new ArrayList<Traced>();
    var tooLong = new ArrayList<Traced>();
    for (var item : records.items()) {
      var message = Json.bytes(item.record().fields());
      if (message.length > maxBytes) {
        tooLong.add(item);
      } else {
        connected().send(message);
        sent.add(item);
      }
    }
    if (!sent.isEmpty()) {
      out.emit("success", in.with(new Records(sent)));
    }
    if (!tooLong.isEmpty()) {
      out.emit("failure", in.with(new Records(tooLong)).with("error.message", tooLong()));
    }
  }

  private String tooLong() {
    return "the message is longer than " + maxBytes + " bytes";
  }

  private Wire connected() throws IOException {
    if (wire.isEmpty()) {
      wire = Optional.of(connecting.connect());
    }
    return wire.get();
  }

  private RetryableException fault(IOException e) {
    close();
    return new RetryableException(title + ": " + e.getMessage(), e);
  }

  @Override
  public void flush() throws RetryableException {
    try {
      if (wire.isPresent()) {
        wire.get().flush();
      }
    } catch (IOException e) {
      throw fault(e);
    }
  }

  @Override
  public void close() {
    wire.ifPresent(Wire::close);
    wire = Optional.empty();
  }
}
