package dev.weft.processors.mqtt;

import dev.weft.spi.flow.RetryableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Messages on their way to a broker, no more at once than it takes. What it has not acknowledged is
 * kept and published again through the next connection. For one thread.
 */
final class Outbox implements AutoCloseable {
  private static final int ON_THEIR_WAY_MAX = 500;

  private static final long A_MOMENT_NANOS = 1_000_000;

  /** From here on reason codes are refusals; MQTT 5, section 2.4. */
  private static final int REFUSED = 0x80;

  private final Broker broker;
  private final int qos;
  private final boolean retain;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private Optional<MqttAsyncClient> client = Optional.empty();
  private int mayBeOnTheirWay = 1;

  private record Pending(String topic, MqttMessage message, IMqttToken token) {}

  Outbox(Broker broker, int qos, boolean retain) {
    this.broker = broker;
    this.qos = qos;
    this.retain = retain;
  }

  /** Publishes, and waits only while too many are on their way. */
  void publish(String topic, byte[] payload) throws RetryableException {
    try {
      var connected = connected();
      while (pending.size() >= mayBeOnTheirWay) {
        awaitOldest();
      }
      var message = new MqttMessage(payload, qos, retain, new MqttProperties());
      pending.add(sentWhenThereIsRoom(connected, topic, message));
    } catch (MqttException e) {
      throw givenUp("does not take messages", e);
    }
  }

  /** Returns when the broker has acknowledged everything. */
  void settle() throws RetryableException {
    try {
      while (!pending.isEmpty()) {
        connected();
        awaitOldest();
      }
    } catch (MqttException e) {
      throw givenUp("has not acknowledged everything", e);
    }
  }

  private static Pending sent(MqttAsyncClient through, String topic, MqttMessage message)
      throws MqttException {
    return new Pending(topic, message, through.publish(topic, message));
  }

  /**
   * The client tells of an acknowledgement before it counts it, and on a busy machine some time
   * before: until then it takes no message in its place.
   */
  private Pending sentWhenThereIsRoom(MqttAsyncClient through, String topic, MqttMessage message)
      throws MqttException, RetryableException {
    var until = System.nanoTime() + broker.timeout().toNanos();
    while (true) {
      try {
        return sent(through, topic, message);
      } catch (MqttException e) {
        if (e.getReasonCode() != MqttClientException.REASON_CODE_MAX_INFLIGHT
            || System.nanoTime() - until > 0) {
          throw e;
        }
      }
      if (pending.isEmpty()) {
        LockSupport.parkNanos(A_MOMENT_NANOS);
      } else {
        awaitOldest();
      }
    }
  }

  private void awaitOldest() throws MqttException, RetryableException {
    await(pending.element());
    pending.remove();
  }

  private void await(Pending message) throws MqttException, RetryableException {
    var token = message.token();
    token.waitForCompletion(broker.timeout().toMillis());
    var codes = token.getReasonCodes();
    if (codes != null && codes.length > 0 && codes[0] >= REFUSED) {
      end();
      throw new RetryableException(
          broker.title() + " refuses a message (reason code " + codes[0] + ").", null);
    }
  }

  private MqttAsyncClient connected() throws RetryableException, MqttException {
    if (client.isPresent() && client.get().isConnected()) {
      return client.get();
    }
    end();
    var opened = open();
    // One by one: the new connection may take fewer at once.
    while (!pending.isEmpty()) {
      var oldest = pending.element();
      await(sent(opened, oldest.topic(), oldest.message()));
      pending.remove();
    }
    return opened;
  }

  private MqttAsyncClient open() throws RetryableException {
    var options = broker.options();
    options.setCleanStart(true);
    try {
      var name = "weft-" + UUID.randomUUID();
      var opened = new MqttAsyncClient(broker.uri(), name, new MemoryPersistence());
      client = Optional.of(opened);
      var answer = opened.connect(options);
      answer.waitForCompletion(broker.timeout().toMillis());
      var properties = answer.getResponseProperties();
      var most = properties == null ? null : properties.getReceiveMaximum();
      // One less than may be: the client tells of an acknowledgement before it counts it.
      mayBeOnTheirWay =
          most == null ? ON_THEIR_WAY_MAX : Math.max(1, Math.min(most - 1, ON_THEIR_WAY_MAX));
      return opened;
    } catch (MqttException e) {
      throw givenUp("cannot be reached", e);
    }
  }

  private RetryableException givenUp(String what, MqttException error) {
    end();
    return broker.fault(what, error);
  }

  private void end() {
    client.ifPresent(open -> Connections.end(open, broker.timeout()));
    client = Optional.empty();
  }

  @Override
  public void close() {
    end();
    pending.clear();
  }
}
