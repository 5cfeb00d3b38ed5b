package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaClientTest {
  private static final ObjectNode KEY =
      Json.object().put("id", "wim-1").put("secret", "s").put("bootstrap", "gateway.example:9093");

  @ParameterizedTest
  @EnumSource
  void encryptsWhenTheGatewayDoes(KafkaClient client) {
    var text = client.configuration(KEY.deepCopy().put("security", "SASL_SSL"), "a.b");

    assertThat(text).containsAnyOf("SASL_SSL", "ssl: true").doesNotContain("SASL_PLAINTEXT", "%");
  }

  @ParameterizedTest
  @EnumSource
  void doesNotOtherwise(KafkaClient client) {
    var text = client.configuration(KEY.deepCopy().put("security", "SASL_PLAINTEXT"), "a.b");

    assertThat(text).doesNotContain("SASL_SSL", "ssl: true", "%");
  }
}
