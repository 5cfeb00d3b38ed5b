package dev.weft.processors.redis;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XAddParams;

/**
 * Writes each record to Redis, and goes on when the server has answered. After a crash the last
 * records may be written again: as value or hash they replace themselves, in a stream they are
 * there twice. Whether an answer means that it is on disk is decided by the server's settings.
 */
public final class PutRedis
    implements ProcessorType.OfProcessor<PutRedis.Settings>, KeepsFields<PutRedis.Settings> {
  /** As what a record is written. */
  public enum As {
    /** A value: the record as JSON. */
    @JsonProperty("value")
    VALUE,
    /** A hash with a text for each field; fields that the record does not have stay. */
    @JsonProperty("hash")
    HASH,
    /** An entry of a stream with a text for each field. */
    @JsonProperty("stream")
    STREAM
  }

  /** Where to write, and as what. */
  public record Settings(
      @Doc("The RedisServer service to use.") String server,
      @Doc(
              "CEL over 'record' and 'attributes' that gives the key, such as 'customer:' +"
                  + " record.id.")
          String key,
      @Doc("value, the default (the record as JSON), hash, or stream.") As as,
      @Doc("How long a value or hash lives, at least 1ms; for ever when left out.") Duration expiry,
      @Doc("About how many entries a stream keeps, 1 to 100000000; all when left out.")
          Integer maxLength) {
    public Settings {
      server = Given.text("server", server);
      key = Given.text("key", key);
      as = as == null ? As.VALUE : as;
      expiry = expiry == null ? Duration.ZERO : expiry;
      maxLength = Given.within("maxLength", maxLength, 0, 0, 100_000_000);
      if (expiry.isNegative() || (as == As.STREAM && !expiry.isZero())) {
        throw new IllegalArgumentException("expiry must be positive, and is not for streams");
      }
    }
  }

  @Override
  public String name() {
    return "PutRedis";
  }

  @Override
  public String summary() {
    return "Writes records to Redis as values, hashes or entries of a stream.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return services.of(settings.server()).stream().map(each -> each.of("server")).toList();
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new Put(
        settings,
        context.expressions().compile(settings.key()),
        context.service(settings.server(), RedisConnection.class));
  }

  private record Put(Settings settings, Compiled key, RedisConnection server) implements Processor {
    @Override
    public void process(FlowFile in, Output out) throws RetryableException {
      if (Keys.isNoRecords(in, out)) {
        return;
      }
      var keys = new Keys(key, in);
      var answers = new LinkedHashMap<Keys.Keyed, Response<?>>();
      var keyed = keys.of((Records) in.content());
      server.run(pipeline -> keyed.forEach(each -> answers.put(each, write(pipeline, each))));
      var done = new ArrayList<Traced>();
      answers.forEach(
          (each, answer) -> {
            try {
              answer.get();
              done.add(each.item());
            } catch (JedisDataException e) {
              keys.fail(each.item(), "Redis refuses it: " + e.getMessage());
            }
          });
      keys.emit("success", done, out);
      keys.emitFailed(out);
    }

    private Response<?> write(AbstractPipeline pipeline, Keys.Keyed each) {
      var record = each.item().record();
      return switch (settings.as()) {
        case VALUE ->
            settings.expiry().isZero()
                ? pipeline.set(each.key(), Json.text(record.fields()))
                : pipeline.set(
                    each.key(),
                    Json.text(record.fields()),
                    new SetParams().px(settings.expiry().toMillis()));
        case HASH -> {
          var answer = pipeline.hset(each.key(), texts(record));
          if (!settings.expiry().isZero()) {
            pipeline.pexpire(each.key(), settings.expiry().toMillis());
          }
          yield answer;
        }
        case STREAM -> {
          var parameters = new XAddParams();
          if (settings.maxLength() > 0) {
            parameters.maxLen(settings.maxLength()).approximateTrimming();
          }
          yield pipeline.xadd(each.key(), parameters, texts(record));
        }
      };
    }

    /** Texts as they are, everything else as JSON; what has no value is left out. */
    private static Map<String, String> texts(DataRecord record) {
      var texts = new LinkedHashMap<String, String>();
      record
          .fields()
          .forEach(
              (name, value) -> {
                if (value != null) {
                  texts.put(name, value instanceof String text ? text : Json.text(value));
                }
              });
      return texts;
    }
  }
}
