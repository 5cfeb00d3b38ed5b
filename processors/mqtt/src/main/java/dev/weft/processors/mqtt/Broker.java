package dev.weft.processors.mqtt;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Where a broker is, and who we are to it.
 *
 * @param address {@code mqtt://host:1883} or {@code mqtts://host:8883}
 */
record Broker(URI address, String user, String password, Duration timeout, Tls tls) {
  private static final int PORT = 1883;
  private static final int PORT_TLS = 8883;
  private static final int KEEP_ALIVE_SECONDS = 30;

  /** Refuses what is no address of a broker. */
  Broker {
    var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if ((!scheme.equals("mqtt") && !scheme.equals("mqtts")) || address.getHost() == null) {
      throw new IllegalArgumentException(
          "broker must be such as mqtt://host:1883 or mqtts://host:8883");
    }
    if (address.getRawUserInfo() != null) {
      throw new IllegalArgumentException("broker must not hold a password; use user and password");
    }
  }

  /** An address must be there; what it must be like is checked when the flow is. */
  static URI given(URI address) {
    if (address == null) {
      throw new IllegalArgumentException("broker must be given");
    }
    return address;
  }

  /** Refuses a password without a user, which MQTT brokers seldom know. */
  static void checkUser(String user, String password) {
    if (user.isEmpty() && !password.isEmpty()) {
      Given.text("user", user);
    }
  }

  static Destination destination(URI address, String setting) {
    var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    var usual = scheme.equals("mqtts") ? PORT_TLS : PORT;
    return Destination.host(
        scheme, address.getHost(), address.getPort() < 0 ? usual : address.getPort(), setting);
  }

  private boolean isTls() {
    return address.getScheme().equalsIgnoreCase("mqtts");
  }

  /** The address as the client library writes it. */
  String uri() {
    var otherwise = isTls() ? PORT_TLS : PORT;
    var port = address.getPort() < 0 ? otherwise : address.getPort();
    return (isTls() ? "ssl://" : "tcp://") + address.getHost() + ":" + port;
  }

  /** For people and for trace. */
  String title() {
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  /** Options to which a processor adds what is its own. */
  MqttConnectionOptions options() throws RetryableException {
    var options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout((int) Math.max(1, timeout.toSeconds()));
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setTopicAliasMaximum(0);
    if (!user.isEmpty()) {
      options.setUserName(user);
      options.setPassword(password.getBytes(StandardCharsets.UTF_8));
    }
    if (isTls()) {
      try {
        options.setSocketFactory(tls.context().getSocketFactory());
      } catch (IOException e) {
        throw new RetryableException(title() + ": " + e.getMessage(), e);
      }
    }
    return options;
  }

  /** What went wrong with the broker, to be tried again. The library's texts hold no password. */
  RetryableException fault(String what, MqttException error) {
    var cause = error.getCause() == null ? "" : ": " + error.getCause().getMessage();
    return new RetryableException(
        title() + " " + what + " (" + error.getMessage() + cause + ").", error);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return title();
  }
}
