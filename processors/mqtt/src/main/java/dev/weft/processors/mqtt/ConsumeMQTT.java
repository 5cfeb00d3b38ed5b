package dev.weft.processors.mqtt;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.spi.flow.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Subscribes to topics of an MQTT broker. With quality of service 1 a message is acknowledged only
 * when its records are committed; one that is not comes again from the broker, also after a
 * restart, so it arrives at least once. With quality of service 0 the broker forgets a message when
 * it has sent it: what was not committed then is lost.
 *
 * <p>A broker sends only so many messages ahead of their acknowledgement (mosquitto 20, unless
 * {@code max_inflight_messages} says more), and no batch is larger.
 */
public final class ConsumeMQTT
    implements ProcessorType.OfSource<ConsumeMQTT.Settings>, SendsNothing<ConsumeMQTT.Settings> {
  private static final int MEGABYTE = 1 << 20;

  /** What becomes of a message. */
  public enum Payload {
    /** A FlowFile of bytes, with the topic as the attribute mqtt.topic. */
    @JsonProperty("bytes")
    BYTES,
    /** A record of topic, payload, qos, retained and received. */
    @JsonProperty("records")
    RECORDS
  }

  /** Where to subscribe, and to what. */
  public record Settings(
      @Doc("The broker: mqtt://host:1883, or mqtts://host:8883 with TLS.") URI broker,
      @Doc("Topic filters, such as sensors/+/temperature or $share/weft/sensors/#.")
          List<String> topics,
      @Doc("The user to log in as; none when left out.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("A service that gives TLS for mqtts; when left out, what Java trusts is trusted.")
          String tls,
      @Doc(
              "The name of the session at the broker, up to 64 letters, digits, dots, dashes and"
                  + " underscores; two clients of one name throw each other out."
                  + " weft-FLOW-PROCESSOR when left out.")
          String clientId,
      @Doc(
              "1, the default: the broker sends again what is not committed. 0: it does not, and"
                  + " messages can be lost.")
          Integer qos,
      @Doc(
              "bytes, the default: each message is a FlowFile, with the attribute mqtt.topic, for"
                  + " ConvertRecord to read. records: each message is a record of topic, payload"
                  + " (what a JSON text says, else the text, else bytes), qos, retained and"
                  + " received.")
          Payload payload,
      @Doc("How long the broker keeps messages while the flow is away, up to 30d; 1d, its default.")
          Duration sessionExpiry,
      @Doc("Messages that may wait in the flow, 1 to 10000; 1000 when left out.")
          Integer maxWaiting,
      @Doc(
              "The largest message in bytes, up to 67108864; 1048576 when left out. The broker does"
                  + " not send larger ones.")
          Integer maxBytes,
      @Doc("How long to wait for the broker's answer, up to 60s; 10s when left out.")
          Duration timeout) {
    public Settings {
      broker = Broker.given(broker);
      topics = topics == null ? List.of() : List.copyOf(topics);
      if (topics.isEmpty() || topics.size() > 100) {
        throw new IllegalArgumentException("topics must name 1 to 100 topic filters");
      }
      topics.forEach(topic -> Given.text("topics", topic));
      user = Given.textOr(user, "");
      password = Given.textOr(password, "");
      Broker.checkUser(user, password);
      tls = Given.textOr(tls, "");
      clientId = Given.textOr(clientId, "");
      if (!clientId.matches("[A-Za-z0-9._-]{0,64}")) {
        throw new IllegalArgumentException(
            "clientId must be up to 64 letters, digits, dots, dashes and underscores");
      }
      qos = Given.within("qos", qos, 1, 0, 1);
      payload = payload == null ? Payload.BYTES : payload;
      sessionExpiry =
          Given.within("sessionExpiry", sessionExpiry, Duration.ofDays(1), Duration.ofDays(30));
      maxWaiting = Given.within("maxWaiting", maxWaiting, 1_000, 1, 10_000);
      maxBytes = Given.within("maxBytes", maxBytes, MEGABYTE, 1, 64 * MEGABYTE);
      timeout = Given.within("timeout", timeout, Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "ConsumeMQTT " + topics + " at " + broker.getRawAuthority();
    }
  }

  @Override
  public String name() {
    return "ConsumeMQTT";
  }

  @Override
  public String summary() {
    return "Takes messages from an MQTT broker, each at least once.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    var broker =
        new Broker(
            settings.broker(),
            settings.user(),
            settings.password(),
            settings.timeout(),
            Tls.of(settings.tls(), context));
    return new MqttSource(settings, broker, context);
  }
}
