package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaClientTest {
  private static final String PEM =
      "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmg\nAwIBAgIU\n-----END CERTIFICATE-----";
  private static final ObjectNode KEY =
      Json.object().put("id", "wim-1").put("secret", "s").put("bootstrap", "gateway.example:9093");

  @ParameterizedTest
  @EnumSource
  void encryptsWhenTheGatewayDoes(KafkaClient client) {
    var text = text(client, client.usual(), door("SASL_SSL"));

    assertThat(text).containsAnyOf("SASL_SSL", "ssl: true").doesNotContain("SASL_PLAINTEXT", "%");
  }

  @ParameterizedTest
  @EnumSource
  void doesNotOtherwise(KafkaClient client) {
    var text = text(client, client.usual(), door("SASL_PLAINTEXT"));

    assertThat(text).doesNotContain("SASL_SSL", "ssl: true", "ssl.ca", "ssl.trust", "%");
  }

  @ParameterizedTest
  @EnumSource
  void holdsWhatIsNeededToTrustTheGateway(KafkaClient client) {
    var text = text(client, client.usual(), door("SASL_SSL").put("trust", PEM + "\n"));

    assertThat(text).contains("MIIBszCCAVmg", "-----END CERTIFICATE-----");
  }

  @Test
  void javaReadsTheCertificateAsItIs() throws IOException {
    var properties = new Properties();
    var door = door("SASL_SSL").put("trust", PEM + "\n");
    properties.load(new StringReader(text(KafkaClient.JAVA, KafkaLogin.SCRAM, door)));

    assertThat(properties.getProperty("ssl.truststore.certificates")).isEqualTo(PEM);
    assertThat(properties.getProperty("ssl.truststore.type")).isEqualTo("PEM");
  }

  @ParameterizedTest
  @CsvSource({
    "JAVA, ssl.keystore.location=me.pem",
    "KCAT, ssl.key.location=me.pem",
    "NODE, key: fs.readFileSync('me.pem')",
    "PYTHON, '\"ssl.certificate.location\": \"me.pem\"'"
  })
  void aCertificateNeedsNoSecret(KafkaClient client, String line) {
    var way = new GatewayWay(door("SSL").put("secret", ""), KafkaLogin.CERTIFICATE, "me.pem");

    assertThat(client.configuration(way, "a.b")).contains(line).doesNotContain("sasl", "SASL", "%");
  }

  @ParameterizedTest
  @EnumSource
  void aTokenIsFetchedWhereTheServerSays(KafkaClient client) {
    var door = Json.object().put("bootstrap", "g:1").put("security", "SASL_SSL");
    door.putObject("oauth").put("tokenUrl", "https://id.example/token");

    assertThat(text(client, KafkaLogin.OAUTH, door))
        .contains("https://id.example/token", ClientSettings.CLIENT_SECRET)
        .containsIgnoringCase("oauthbearer")
        .doesNotContain("%");
  }

  private static ObjectNode door(String security) {
    return KEY.deepCopy().put("security", security);
  }

  private static String text(KafkaClient client, KafkaLogin login, ObjectNode door) {
    return client.configuration(new GatewayWay(door, login, ""), "a.b");
  }
}
