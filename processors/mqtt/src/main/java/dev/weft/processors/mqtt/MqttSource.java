package dev.weft.processors.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.HeldBatch;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Hands messages over in batches and acknowledges them when their batch is committed. It connects
 * with the first poll, and again when the connection is lost; the broker then sends again what was
 * not acknowledged.
 */
final class MqttSource implements SourceProcessor {
  private static final Duration LONGEST_WAIT = Duration.ofMillis(200);
  private static final int BATCH = 1_000;

  private final ConsumeMQTT.Settings settings;
  private final Broker broker;
  private final ProcessorContext context;
  private final HeldBatch<Arrivals.Message> held = new HeldBatch<>();
  private Optional<Arrivals> arrivals = Optional.empty();

  MqttSource(ConsumeMQTT.Settings settings, Broker broker, ProcessorContext context) {
    this.settings = settings;
    this.broker = broker;
    this.context = context;
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException {
    position.ifPresent(this::committed);
    if (held.batch().isPresent()) {
      return held.batch().get();
    }
    var connected = connected();
    var messages = connected.take(BATCH, LONGEST_WAIT);
    var lost = connected.lost();
    if (lost > 0) {
      context
          .bulletins()
          .accept(lost + " messages of quality 0 were lost: more came than the flow took.");
    }
    if (messages.isEmpty()) {
      return new Batch(List.of(), Optional.empty(), true);
    }
    var taken = position.map(kept -> kept.path("messages").asLong()).orElse(0L);
    var next = Json.object().put("messages", taken + messages.size());
    return held.hold(messages, new Batch(flowFiles(messages, taken), Optional.of(next), true));
  }

  private Arrivals connected() throws RetryableException {
    if (arrivals.isPresent() && arrivals.get().isConnected()) {
      return arrivals.get();
    }
    close();
    arrivals = Optional.of(Arrivals.connect(settings, broker, clientId(), context.clock()));
    return arrivals.get();
  }

  private String clientId() {
    return settings.clientId().isEmpty()
        ? "weft-" + context.flow() + "-" + context.processor()
        : settings.clientId();
  }

  private List<FlowFile> flowFiles(List<Arrivals.Message> messages, long taken) {
    var number = taken;
    var files = new ArrayList<FlowFile>();
    var items = new ArrayList<Traced>();
    for (var message : messages) {
      var origin = new Origin(broker.title() + "/" + message.topic(), "message", ++number);
      if (settings.payload() == ConsumeMQTT.Payload.RECORDS) {
        items.add(new Traced(message.record(), origin));
      } else {
        files.add(new FlowFile(message.attributes(), bytes(message.payload(), origin)));
      }
    }
    if (!items.isEmpty()) {
      files.add(new FlowFile(Map.of("mqtt.broker", broker.title()), new Records(items)));
    }
    return files;
  }

  private static Content.Bytes bytes(byte[] payload, Origin origin) {
    return new Content.Bytes(() -> new ByteArrayInputStream(payload), payload.length, origin);
  }

  @Override
  public void committed(JsonNode position) {
    for (var message : held.committed(position)) {
      try {
        message.acknowledge();
      } catch (MqttException e) {
        // The connection it came through has gone; the broker sends it again.
        return;
      }
    }
  }

  @Override
  public void close() {
    arrivals.ifPresent(Arrivals::close);
    arrivals = Optional.empty();
  }
}
