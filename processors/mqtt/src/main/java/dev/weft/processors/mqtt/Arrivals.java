package dev.weft.processors.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.flow.RetryableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * One connection to a broker, and the messages that came through it and wait. The broker sends no
 * more of quality 1 than may wait (its Receive Maximum); of quality 0 the newest are lost and
 * counted when more come.
 */
final class Arrivals implements MqttCallback, AutoCloseable {
  private static final ObjectReader JSON =
      Json.MAPPER
          .readerFor(Object.class)
          .with(DeserializationFeature.USE_LONG_FOR_INTS)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final MqttAsyncClient client;
  private final Broker broker;
  private final Clock clock;
  private final BlockingQueue<Message> waiting;
  private final AtomicLong lost = new AtomicLong();

  private Arrivals(MqttAsyncClient client, Broker broker, int maxWaiting, Clock clock) {
    this.client = client;
    this.broker = broker;
    this.clock = clock;
    this.waiting = new LinkedBlockingQueue<>(maxWaiting);
  }

  /** Connects, takes the session up again, and subscribes. */
  static Arrivals connect(
      ConsumeMQTT.Settings settings, Broker broker, String clientId, Clock clock)
      throws RetryableException {
    var options = broker.options();
    options.setCleanStart(false);
    options.setSessionExpiryInterval(settings.sessionExpiry().toSeconds());
    options.setReceiveMaximum(settings.maxWaiting());
    options.setMaximumPacketSize(settings.maxBytes() + 1_024L);
    try {
      var client = new MqttAsyncClient(broker.uri(), clientId, new MemoryPersistence());
      var arrivals = new Arrivals(client, broker, settings.maxWaiting(), clock);
      client.setManualAcks(true);
      client.setCallback(arrivals);
      try {
        client.connect(options).waitForCompletion(broker.timeout().toMillis());
        arrivals.subscribe(settings);
      } catch (MqttException | RetryableException e) {
        arrivals.close();
        throw e;
      }
      return arrivals;
    } catch (MqttException e) {
      throw broker.fault("cannot be reached", e);
    }
  }

  private void subscribe(ConsumeMQTT.Settings settings) throws MqttException, RetryableException {
    var filters = settings.topics().toArray(String[]::new);
    var qos = new int[filters.length];
    Arrays.fill(qos, settings.qos());
    var token = client.subscribe(filters, qos);
    token.waitForCompletion(broker.timeout().toMillis());
    for (var i = 0; i < filters.length; i++) {
      if (token.getReasonCodes()[i] > 2) {
        throw new RetryableException(
            String.format(
                "%s refuses the subscription to %s (reason code %d).",
                broker.title(), filters[i], token.getReasonCodes()[i]),
            null);
      }
    }
  }

  /** A message as it came. */
  final class Message {
    private final String topic;
    private final MqttMessage message;
    private final Instant received = clock.instant();

    private Message(String topic, MqttMessage message) {
      this.topic = topic;
      this.message = message;
    }

    String topic() {
      return topic;
    }

    byte[] payload() {
      return message.getPayload();
    }

    Map<String, String> attributes() {
      var attributes = new LinkedHashMap<String, String>();
      attributes.put("mqtt.topic", topic);
      attributes.put("mqtt.qos", Integer.toString(message.getQos()));
      attributes.put("mqtt.retained", Boolean.toString(message.isRetained()));
      attributes.put("mqtt.received", received.toString());
      var properties = message.getProperties();
      if (properties != null && properties.getContentType() != null) {
        attributes.put("mime.type", properties.getContentType());
      }
      return attributes;
    }

    DataRecord record() {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("topic", topic);
      fields.put("payload", value(message.getPayload()));
      fields.put("qos", (long) message.getQos());
      fields.put("retained", message.isRetained());
      fields.put("received", received);
      return new DataRecord(fields);
    }

    void acknowledge() throws MqttException {
      if (message.getQos() > 0) {
        client.messageArrivedComplete(message.getId(), message.getQos());
      }
    }
  }

  /** What a JSON text says, else the text, else the bytes. */
  private static Object value(byte[] payload) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      try {
        var value = JSON.readValue(text);
        return value == null ? text : value;
      } catch (JsonProcessingException e) {
        return text;
      }
    } catch (CharacterCodingException e) {
      return payload;
    }
  }

  /** Those that wait, up to so many; empty when none came within the time. */
  List<Message> take(int most, Duration wait) throws InterruptedException {
    var taken = new ArrayList<Message>();
    var first = waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      taken.add(first);
      waiting.drainTo(taken, most - 1);
    }
    return taken;
  }

  /** How many were lost since it was last asked. */
  long lost() {
    return lost.getAndSet(0);
  }

  boolean isConnected() {
    return client.isConnected();
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    if (!waiting.offer(new Message(topic, message))) {
      // With quality 1 the Receive Maximum rules this out; a broker that sends more all the same
      // keeps the message, since it is not acknowledged.
      lost.incrementAndGet();
    }
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    // The next poll finds that it is not connected.
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {
    // The next poll finds that it is not connected.
  }

  @Override
  public void deliveryComplete(IMqttToken token) {
    // Nothing is published here.
  }

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {
    // connect() waits for it.
  }

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {
    // No enhanced authentication is offered.
  }

  /** Leaves the session at the broker, with everything that is not acknowledged. */
  @Override
  public void close() {
    Connections.end(client, broker.timeout());
  }
}
