package dev.weft.processors.mqtt;

import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Publishes each record as a JSON object, or each FlowFile's bytes, to an MQTT broker. The flow
 * goes on when the broker has acknowledged everything (quality 1 and 2); what was on its way when a
 * connection broke is published again, so subscribers get it at least once.
 */
public final class PublishMQTT
    implements ProcessorType.OfProcessor<PublishMQTT.Settings>, KeepsFields<PublishMQTT.Settings> {
  private static final int MEGABYTE = 1 << 20;

  /** Where to publish. */
  public record Settings(
      @Doc("The broker: mqtt://host:1883, or mqtts://host:8883 with TLS.") URI broker,
      @Doc("The topic, without wildcards. Give this or topicFrom.") String topic,
      @Doc(
              "CEL over 'record' and 'attributes' that gives each message's topic, such as"
                  + " 'alarms/' + record.room.")
          String topicFrom,
      @Doc("The user to log in as; none when left out.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("A service that gives TLS for mqtts; when left out, what Java trusts is trusted.")
          String tls,
      @Doc("Quality of service, 0 to 2; 1 when left out. With 0 nobody knows what has arrived.")
          Integer qos,
      @Doc("Whether the broker keeps the last message of each topic for those who come later.")
          boolean retain,
      @Doc("The largest message in bytes, up to 67108864; 1048576 when left out.") Integer maxBytes,
      @Doc("How long to wait for the broker's answer, up to 60s; 10s when left out.")
          Duration timeout) {
    public Settings {
      broker = Broker.given(broker);
      topic = Given.textOr(topic, "");
      topicFrom = Given.textOr(topicFrom, "");
      if (!topic.isEmpty()) {
        Topics.check(topic).ifPresent(Settings::refuse);
      }
      user = Given.textOr(user, "");
      password = Given.textOr(password, "");
      Broker.checkUser(user, password);
      tls = Given.textOr(tls, "");
      qos = Given.within("qos", qos, 1, 0, 2);
      maxBytes = Given.within("maxBytes", maxBytes, MEGABYTE, 1, 64 * MEGABYTE);
      timeout = Given.within("timeout", timeout, Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    private static void refuse(String reason) {
      throw new IllegalArgumentException(reason);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "PublishMQTT at " + broker.getRawAuthority();
    }
  }

  @Override
  public String name() {
    return "PublishMQTT";
  }

  @Override
  public String summary() {
    return "Publishes records or FlowFiles to an MQTT broker.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    var topic = settings.topic().isEmpty() ? Destination.ANY : settings.topic();
    return List.of(Broker.destination(settings.broker(), "broker").below(topic));
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    if (settings.topic().isEmpty() == settings.topicFrom().isEmpty()) {
      throw new IllegalArgumentException("topic or topicFrom must be given, and not both");
    }
    Optional<Compiled> topic =
        settings.topicFrom().isEmpty()
            ? Optional.empty()
            : Optional.of(context.expressions().compile(settings.topicFrom()));
    var broker =
        new Broker(
            settings.broker(),
            settings.user(),
            settings.password(),
            settings.timeout(),
            Tls.of(settings.tls(), context));
    return new MqttSink(settings, broker, new Topics(settings.topic(), topic));
  }
}
