package dev.weft.processors.mqtt;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.RetryableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Publishes without waiting for each answer; {@link #flush} waits for all. */
final class MqttSink implements Processor {
  private final PublishMQTT.Settings settings;
  private final Topics topics;
  private final Outbox outbox;

  MqttSink(PublishMQTT.Settings settings, Broker broker, Topics topics) {
    this.settings = settings;
    this.topics = topics;
    this.outbox = new Outbox(broker, settings.qos(), settings.retain());
  }

  @Override
  public void process(FlowFile in, Output out) throws RetryableException {
    if (in.content() instanceof Records records) {
      publish(in, records, out);
    } else {
      publish(in, (Content.Bytes) in.content(), out);
    }
  }

  private void publish(FlowFile in, Records records, Output out) throws RetryableException {
    var sent = new ArrayList<Traced>();
    var failed = new LinkedHashMap<String, List<Traced>>();
    for (var item : records.items()) {
      try {
        var topic = topics.of(item.record(), in.attributes());
        outbox.publish(topic, sized(Json.bytes(item.record().fields())));
        sent.add(item);
      } catch (Topics.NoTopicException e) {
        failed.computeIfAbsent(e.getMessage(), none -> new ArrayList<>()).add(item);
      }
    }
    if (!sent.isEmpty()) {
      out.emit("success", in.with(new Records(sent)));
    }
    failed.forEach(
        (reason, items) ->
            out.emit("failure", in.with(new Records(items)).with("error.message", reason)));
  }

  private void publish(FlowFile in, Content.Bytes bytes, Output out) throws RetryableException {
    try (var stream = bytes.opener().open()) {
      var payload = sized(stream.readNBytes(settings.maxBytes() + 1));
      outbox.publish(topics.of(new DataRecord(Map.of()), in.attributes()), payload);
      out.emit("success", in);
    } catch (Topics.NoTopicException e) {
      out.emit("failure", in.with("error.message", e.getMessage()));
    } catch (IOException e) {
      throw new RetryableException("The content cannot be read: " + e.getMessage(), e);
    }
  }

  private byte[] sized(byte[] payload) throws Topics.NoTopicException {
    if (payload.length > settings.maxBytes()) {
      throw new Topics.NoTopicException(
          "the message is larger than " + settings.maxBytes() + " bytes");
    }
    return payload;
  }

  @Override
  public void flush() throws RetryableException {
    outbox.settle();
  }

  @Override
  public void close() {
    outbox.close();
  }
}
