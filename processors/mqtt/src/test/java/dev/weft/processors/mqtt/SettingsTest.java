package dev.weft.processors.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"http://host", "mqtt:host", "mqtt://user:secret@host", "host:1883"})
  void refusesWhatIsNoBroker(String broker) {
    assertThatThrownBy(() -> broker(broker))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("broker must")
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesToSubscribeToNothing() {
    assertThatThrownBy(() -> consume("mqtt://host", List.of())).hasMessageStartingWith("topics");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/#", "+/b"})
  void refusesToPublishToSeveralTopics(String topic) {
    assertThatThrownBy(
            () ->
                new PublishMQTT.Settings(
                    URI.create("mqtt://h"), topic, null, null, null, null, null, false, null, null))
        .hasMessageStartingWith("topic");
  }

  @Test
  void takesTheUsualPorts() {
    assertThat(broker("mqtt://host").uri()).isEqualTo("tcp://host:1883");
    assertThat(broker("mqtts://host").uri()).isEqualTo("ssl://host:8883");
    assertThat(broker("mqtts://host:1").uri()).isEqualTo("ssl://host:1");
  }

  private static Broker broker(String uri) {
    return new Broker(URI.create(uri), "", "", null, null);
  }

  private static ConsumeMQTT.Settings consume(String broker, List<String> topics) {
    return new ConsumeMQTT.Settings(
        URI.create(broker), topics, null, null, null, null, null, null, null, null, null, null);
  }
}
