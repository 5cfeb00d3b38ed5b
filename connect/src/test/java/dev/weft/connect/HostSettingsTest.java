package dev.weft.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.flow.host.HostSecret;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class HostSettingsTest {
  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              "weft.flow", "fill",
              "weft.server", "https://weft:8080",
              "weft.gateway", "weft:9092",
              "weft.key", "flow-1",
              "weft.kafka.security.protocol", "SASL_SSL"));

  @Test
  void logsInWithTheKeyAndItsSecret() {
    settings.put("weft.secret", "s3cret");

    var read = HostSettings.of(settings).kafka().properties();

    assertThat(read.get("sasl.jaas.config")).contains("\"flow-1\"").contains("\"s3cret\"");
    assertThat(read).containsEntry("security.protocol", "SASL_SSL");
  }

  @Test
  void makesTheSecretFromThatOfTheHosts() {
    settings.put("weft.hosts.secret", "shared");

    assertThat(HostSettings.of(settings).secret())
        .isEqualTo(HostSecret.of("shared".getBytes(StandardCharsets.UTF_8), "flow-1"));
  }

  @Test
  void itsTextShowsNoSecret() {
    settings.put("weft.secret", "s3cret");

    assertThat(HostSettings.of(settings).toString()).doesNotContain("s3cret");
  }

  @Test
  void wantsOneSecretAndNoTwo() {
    assertThatThrownBy(() -> HostSettings.of(settings)).isInstanceOf(ConfigException.class);
    settings.put("weft.secret", "one");
    settings.put("weft.hosts.secret", "two");
    assertThatThrownBy(() -> HostSettings.of(settings)).isInstanceOf(ConfigException.class);
  }

  @Test
  void aSecretCannotChangeTheLogin() {
    settings.put("weft.secret", "x\"; other=\"y");

    assertThatThrownBy(() -> HostSettings.of(settings)).isInstanceOf(ConfigException.class);
  }
}
