package dev.weft.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Where this process listens, by the kernel's tables, and who answers there. */
final class OpenSockets {
  private static final String LISTEN = "0A";
  private static final Set<String> LOOPBACK =
      Set.of("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F");

  private OpenSockets() {}

  /** Each port, and whether it is on loopback only. */
  static Map<Integer, Boolean> ofThisProcess() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "there is no /proc on this machine");
    var own = own();
    var found = new HashMap<Integer, Boolean>();
    for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (var line : Files.readAllLines(Path.of(table))) {
        var cells = line.strip().split("\\s+");
        if (cells.length > 9
            && cells[3].equals(LISTEN)
            && own.contains("socket:[" + cells[9] + "]")) {
          var address = cells[1].split(":");
          found.put(Integer.parseInt(address[1], 16), LOOPBACK.contains(address[0]));
        }
      }
    }
    return found;
  }

  private static Set<String> own() throws IOException {
    var own = new TreeSet<String>();
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      files.forEach(
          file -> {
            try {
              own.add(Files.readSymbolicLink(file).toString());
            } catch (IOException e) {
              // It was closed in between.
            }
          });
    }
    return own;
  }

  /** Whether a Kafka client without a login gets the names of topics there. */
  static boolean answers(int port) throws InterruptedException {
    var properties = new Properties();
    properties.put("security.protocol", "PLAINTEXT");
    return answers(port, properties);
  }

  /** The same with a key of a reader. */
  static boolean answers(int port, KafkaKey key, String mechanism) throws InterruptedException {
    var properties = key.properties();
    properties.put("sasl.mechanism", mechanism);
    if (mechanism.equals("PLAIN")) {
      var jaas = properties.getProperty("sasl.jaas.config");
      properties.put(
          "sasl.jaas.config", jaas.replace("scram.ScramLoginModule", "plain.PlainLoginModule"));
    }
    return answers(port, properties);
  }

  private static boolean answers(int port, Properties properties) throws InterruptedException {
    properties.put("bootstrap.servers", "127.0.0.1:" + port);
    properties.put("request.timeout.ms", "1500");
    properties.put("default.api.timeout.ms", "2000");
    try (var client = Admin.create(properties)) {
      client.listTopics().names().get();
      return true;
    } catch (ExecutionException | KafkaException e) {
      return false;
    }
  }
}
