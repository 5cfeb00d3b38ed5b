package dev.weft.processors.kafka;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.util.List;

/**
 * Reads topics of a cluster outside. Positions are committed with the flow's output and not in a
 * consumer group, so that into ports each message comes exactly once. Only committed transactions
 * are read.
 */
public final class ConsumeKafka
    implements ProcessorType.OfSource<ConsumeKafka.Settings>, SendsNothing<ConsumeKafka.Settings> {
  /** Where to begin. */
  public enum From {
    @JsonProperty("earliest")
    EARLIEST,
    @JsonProperty("latest")
    LATEST
  }

  /** What becomes of a message. */
  public enum Output {
    /** A FlowFile of its value, with attributes that begin with kafka. */
    @JsonProperty("bytes")
    BYTES,
    /** A record of topic, partition, offset, time, key and value. */
    @JsonProperty("records")
    RECORDS
  }

  /** What to read. */
  public record Settings(
      @Doc("The KafkaCluster service to use.") String cluster,
      @Doc("The topics, 1 to 100.") List<String> topics,
      @Doc("earliest, the default, or latest: where to begin when the flow runs the first time.")
          From from,
      @Doc(
              "bytes, the default: each message is a FlowFile of its value, for ConvertRecord to"
                  + " read. records: a record of topic, partition, offset, time, key and value"
                  + " (what a JSON text says, else the text, else bytes).")
          Output output,
      @Doc("Messages committed together, 1 to 10000; 1000 when left out.") Integer batch) {
    public Settings {
      cluster = Given.text("cluster", cluster);
      topics = topics == null ? List.of() : List.copyOf(topics);
      if (topics.isEmpty() || topics.size() > 100) {
        throw new IllegalArgumentException("topics must name 1 to 100 topics");
      }
      from = from == null ? From.EARLIEST : from;
      output = output == null ? Output.BYTES : output;
      batch = Given.within("batch", batch, 1_000, 1, 10_000);
    }
  }

  @Override
  public String name() {
    return "ConsumeKafka";
  }

  @Override
  public String summary() {
    return "Reads topics of a Kafka cluster outside of the mesh.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    return new KafkaSource(
        settings, context.service(settings.cluster(), KafkaAddress.class), context.clock());
  }
}
