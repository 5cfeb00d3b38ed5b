package dev.weft.processors.redis;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.weft.model.Json;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** Adds to each record what Redis holds under its key; all of a FlowFile are asked at once. */
public final class LookupRedis implements ProcessorType.OfProcessor<LookupRedis.Settings> {
  /** What is looked up. */
  public enum As {
    /** A value that is JSON. */
    @JsonProperty("json")
    JSON,
    /** A value as text. */
    @JsonProperty("text")
    TEXT,
    /** A hash, as an object of texts. */
    @JsonProperty("hash")
    HASH
  }

  /** What to look up, and where it goes. */
  public record Settings(
      @Doc("The RedisServer service to use.") String server,
      @Doc(
              "CEL over 'record' and 'attributes' that gives the key, such as 'customer:' +"
                  + " record.id.")
          String key,
      @Doc("json, the default (a value that PutRedis has written), text, or hash.") As as,
      @Doc("The field that gets what is found.") String into) {
    public Settings {
      server = Given.text("server", server);
      key = Given.text("key", key);
      into = Given.text("into", into);
      as = as == null ? As.JSON : as;
    }
  }

  @Override
  public String name() {
    return "LookupRedis";
  }

  @Override
  public String summary() {
    return "Adds to each record what Redis holds under its key.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "unmatched", "failure");
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return services.of(settings.server()).stream().map(each -> each.of("server")).toList();
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new Lookup(
        settings,
        context.expressions().compile(settings.key()),
        context.service(settings.server(), RedisConnection.class));
  }

  private record Lookup(Settings settings, Compiled key, RedisConnection server)
      implements Processor {
    private static final ObjectReader VALUE =
        Json.MAPPER.readerFor(Object.class).with(DeserializationFeature.USE_LONG_FOR_INTS);

    @Override
    public void process(FlowFile in, Output out) throws RetryableException {
      if (Keys.isNoRecords(in, out)) {
        return;
      }
      var keys = new Keys(key, in);
      var keyed = keys.of((Records) in.content());
      var answers = new LinkedHashMap<Keys.Keyed, Response<?>>();
      server.run(pipeline -> keyed.forEach(each -> answers.put(each, ask(pipeline, each.key()))));
      var found = new ArrayList<Traced>();
      var unmatched = new ArrayList<Traced>();
      answers.forEach(
          (each, answer) -> {
            try {
              var value = value(answer.get());
              if (value == null) {
                unmatched.add(each.item());
              } else {
                found.add(each.item().with(each.item().record().with(settings.into(), value)));
              }
            } catch (JedisDataException e) {
              keys.fail(each.item(), "Redis refuses it: " + e.getMessage());
            } catch (JsonProcessingException e) {
              keys.fail(each.item(), "what is found is no JSON");
            }
          });
      keys.emit("success", found, out);
      keys.emit("unmatched", unmatched, out);
      keys.emitFailed(out);
    }

    private Response<?> ask(AbstractPipeline pipeline, String at) {
      return settings.as() == As.HASH ? pipeline.hgetAll(at) : pipeline.get(at);
    }

    /** Null when nothing is there: Redis has no empty hash. */
    private Object value(Object answer) throws JsonProcessingException {
      if (answer instanceof Map<?, ?> hash) {
        return hash.isEmpty() ? null : hash;
      }
      return answer == null || settings.as() == As.TEXT ? answer : VALUE.readValue((String) answer);
    }
  }
}
