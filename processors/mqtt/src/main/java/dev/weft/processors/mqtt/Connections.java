package dev.weft.processors.mqtt;

import java.time.Duration;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Ends connections, whatever state they are in. */
final class Connections {
  private Connections() {}

  static void end(MqttAsyncClient client, Duration timeout) {
    try {
      if (client.isConnected()) {
        client.disconnect(0).waitForCompletion(timeout.toMillis());
      } else {
        client.disconnectForcibly(0, 1, false);
      }
    } catch (MqttException e) {
      // It was broken already; the broker ends it from its side.
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      // Its threads are daemons that end with the socket.
    }
  }
}
