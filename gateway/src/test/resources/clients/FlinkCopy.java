import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink job that reads one port as its principal may see it, to its present end, and writes what it has read to another, exactly
 * once. Arguments: HOST:PORT, secret, input topic, output topic, key to read with, key to write with.
 */
public class FlinkCopy {
  public static void main(String[] arguments) throws Exception {
    var source =
        KafkaSource.<String>builder()
            .setBootstrapServers(arguments[0])
            .setTopics(arguments[2])
            .setGroupId("flink")
            .setProperties(login(arguments[4], arguments[1]))
            .setProperty("isolation.level", "read_committed")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.latest())
            .setValueOnlyDeserializer(new SimpleStringSchema())
            .build();
    var sink =
        KafkaSink.<String>builder()
            .setBootstrapServers(arguments[0])
            .setKafkaProducerConfig(login(arguments[5], arguments[1]))
            .setProperty("transaction.timeout.ms", "60000")
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix("flink")
            .setRecordSerializer(
                KafkaRecordSerializationSchema.<String>builder()
                    .setTopic(arguments[3])
                    .setValueSerializationSchema(new SimpleStringSchema())
                    .build())
            .build();
    var job = StreamExecutionEnvironment.getExecutionEnvironment();
    job.setParallelism(1);
    job.enableCheckpointing(500);
    job.fromSource(source, WatermarkStrategy.noWatermarks(), "port").sinkTo(sink);
    job.execute("copy");
  }

  private static Properties login(String key, String secret) {
    var login = new Properties();
    login.put("security.protocol", "SASL_PLAINTEXT");
    login.put("sasl.mechanism", "SCRAM-SHA-512");
    // This connector brings Kafka's client under a name of its own.
    login.put(
        "sasl.jaas.config",
        "org.apache.flink.kafka.shaded.org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
            + key
            + "\" password=\""
            + secret
            + "\";");
    return login;
  }
}
