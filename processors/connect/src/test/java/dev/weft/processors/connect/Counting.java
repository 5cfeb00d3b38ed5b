package dev.weft.processors.connect;

import dev.weft.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Path;

/** A plug-in with two connectors that do as a test says, compiled to a jar as people have them. */
final class Counting {
  private static final String SOURCE =
      """
      package plug;
      import java.util.*;
      import org.apache.kafka.common.config.ConfigDef;
      import org.apache.kafka.common.config.ConfigDef.*;
      import org.apache.kafka.connect.connector.Task;
      import org.apache.kafka.connect.source.*;
      public class CountingSourceConnector extends SourceConnector {
        private Map<String, String> config;
        public void start(Map<String, String> given) {
          config = given;
          CountingTask.wanted = () -> context.requestTaskReconfiguration();
        }
        public Class<? extends Task> taskClass() { return CountingTask.class; }
        public List<Map<String, String>> taskConfigs(int max) {
          var all = new ArrayList<Map<String, String>>();
          for (var i = 0; i < Integer.getInteger("counting.tasks", max); i++) {
            var own = new HashMap<>(config);
            own.put("number", "" + i);
            all.add(own);
          }
          return all;
        }
        public void stop() {}
        public String version() { return "7"; }
        public ConfigDef config() {
          return new ConfigDef()
              .define("count", Type.LONG, Importance.HIGH, "How many.")
              .define("secret", Type.PASSWORD, "", Importance.LOW, "None.");
        }
      }
      """;

  private static final String TASK =
      """
      package plug;
      import java.util.*;
      import org.apache.kafka.connect.data.*;
      import org.apache.kafka.connect.errors.*;
      import org.apache.kafka.connect.source.*;
      public class CountingTask extends SourceTask {
        static Runnable wanted;
        private long next;
        private long count;
        private Map<String, String> partition;
        public void start(Map<String, String> config) {
          partition = Map.of("number", config.get("number"));
          count = Long.parseLong(config.get("count"));
          var known = context.offsetStorageReader().offset(partition);
          next = known == null ? 0 : ((Number) known.get("position")).longValue();
        }
        public List<SourceRecord> poll() throws InterruptedException {
          var order = System.getProperties().remove("counting.order");
          if ("retry".equals(order)) throw new RetriableException("not now");
          if ("fail".equals(order)) throw new ConnectException("never", new Exception("no disk"));
          if ("change".equals(order)) wanted.run();
          if (next >= count) { Thread.sleep(5); return null; }
          var schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA)
              .field("sees", Schema.STRING_SCHEMA).build();
          var value = new Struct(schema).put("id", next).put("sees", sees());
          next++;
          return List.of(new SourceRecord(partition, Map.of("position", next), "numbers",
              Schema.STRING_SCHEMA, "key " + next, schema, value));
        }
        private static String sees() {
          var text = new StringBuilder();
          for (var name : List.of("dev.weft.spi.flow.Processor", "dev.weft.flow.FlowRunner",
              "org.apache.kafka.clients.producer.Producer",
              "com.fasterxml.jackson.databind.JsonNode", "org.apache.kafka.connect.data.Struct")) {
            try {
              Class.forName(name, false, Thread.currentThread().getContextClassLoader());
              text.append('1');
            } catch (ClassNotFoundException e) { text.append('0'); }
          }
          return text.toString();
        }
        public void commitRecord(SourceRecord record,
            org.apache.kafka.clients.producer.RecordMetadata metadata) {
          System.setProperty("counting.committed." + partition.get("number"),
              "" + record.sourceOffset().get("position"));
        }
        public void stop() {}
        public String version() { return "7"; }
      }
      """;

  private static final String SINK =
      """
      package plug;
      import java.util.*;
      import org.apache.kafka.common.config.ConfigDef;
      import org.apache.kafka.connect.connector.Task;
      import org.apache.kafka.connect.sink.*;
      public class CountingSinkConnector extends SinkConnector {
        private Map<String, String> config;
        public void start(Map<String, String> given) { config = given; }
        public Class<? extends Task> taskClass() { return CountingSinkTask.class; }
        public List<Map<String, String>> taskConfigs(int max) {
          return Collections.nCopies(max, config);
        }
        public void stop() {}
        public String version() { return "7"; }
        public ConfigDef config() { return new ConfigDef(); }
      }
      """;

  private static final String SINK_TASK =
      """
      package plug;
      import java.util.*;
      import org.apache.kafka.clients.consumer.OffsetAndMetadata;
      import org.apache.kafka.common.TopicPartition;
      import org.apache.kafka.connect.data.Struct;
      import org.apache.kafka.connect.errors.*;
      import org.apache.kafka.connect.sink.*;
      public class CountingSinkTask extends SinkTask {
        private ErrantRecordReporter reporter;
        public void start(Map<String, String> config) { reporter = context.errantRecordReporter(); }
        public void put(Collection<SinkRecord> records) {
          var order = System.getProperties().remove("sink.order");
          if ("retry".equals(order)) throw new RetriableException("not now");
          if ("fail".equals(order)) throw new ConnectException("never");
          for (var record : records) {
            if (record.value() instanceof Struct value && "bad".equals(value.get("name"))) {
              reporter.report(record, new DataException("a bad name"));
            } else {
              System.setProperty("sink.got", System.getProperty("sink.got", "")
                  + record.topic() + "/" + record.kafkaPartition() + "/" + record.kafkaOffset() + "="
                  + record.key() + ":" + record.value() + ";");
            }
          }
        }
        public Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> offsets) {
          return Boolean.getBoolean("sink.keeps") ? Map.of() : offsets;
        }
        public void stop() {}
        public String version() { return "7"; }
      }
      """;

  private Counting() {}

  /** Without a file that names the connectors as services: the classes say what they are. */
  static void writeTo(Path jar) throws IOException {
    new PluginJar()
        .source("plug.CountingSourceConnector", SOURCE)
        .source("plug.CountingTask", TASK)
        .source("plug.CountingSinkConnector", SINK)
        .source("plug.CountingSinkTask", SINK_TASK)
        .writeTo(jar);
  }
}
