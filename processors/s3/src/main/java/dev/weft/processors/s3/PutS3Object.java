package dev.weft.processors.s3;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.OriginNames;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Writes each FlowFile as one object, which is there whole or not at all. Records become lines of
 * JSON; put a ConvertRecord before it for another format. The same content, sent again after a
 * crash, replaces itself.
 */
public final class PutS3Object
    implements ProcessorType.OfProcessor<PutS3Object.Settings>, KeepsFields<PutS3Object.Settings> {
  /** The most that S3 takes at once. */
  private static final long OBJECT_MAX = 5L << 30;

  private static final int KEY_BYTES_MAX = 1_024;

  /** Where to write. */
  public record Settings(
      @Doc("The S3Store service to use.") String store,
      @Doc("The bucket.") String bucket,
      @Doc(
              "CEL over 'attributes' that gives the object's key, such as 'out/' +"
                  + " attributes.filename; made from where the content came from when left out.")
          String key,
      @Doc("The media type; attributes mime.type when left out, or that of JSON lines or bytes.")
          String contentType) {
    public Settings {
      store = Given.text("store", store);
      bucket = Given.text("bucket", bucket);
      key = Given.textOr(key, "");
      contentType = Given.textOr(contentType, "");
    }
  }

  @Override
  public String name() {
    return "PutS3Object";
  }

  @Override
  public String summary() {
    return "Writes each FlowFile as one object of an S3 bucket.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return services.of(settings.store()).stream()
        .map(each -> each.of("store").below(settings.bucket()))
        .toList();
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    Optional<Compiled> key =
        settings.key().isEmpty()
            ? Optional.empty()
            : Optional.of(context.expressions().compile(settings.key()));
    return new Put(settings, key, context.service(settings.store(), S3Connection.class), context);
  }

  private record Put(
      Settings settings, Optional<Compiled> key, S3Connection store, ProcessorContext context)
      implements Processor {
    @Override
    public void process(FlowFile in, Output out) throws RetryableException {
      if (in.content() instanceof Records records && records.items().isEmpty()) {
        return;
      }
      try {
        var key = key(in);
        var content = sized(in.content());
        if (key.isEmpty() || key.getBytes(StandardCharsets.UTF_8).length > KEY_BYTES_MAX) {
          out.emit("failure", in.with("error.message", "key must have 1 to 1024 bytes"));
        } else if (content.size() > OBJECT_MAX) {
          out.emit("failure", in.with("error.message", "the content is larger than 5 GB"));
        } else {
          write(in, key, content);
          out.emit("success", in.with("s3.bucket", settings.bucket()).with("s3.key", key));
        }
      } catch (EvaluationException e) {
        out.emit("failure", in.with("error.message", "key: " + e.getMessage()));
      } catch (IOException e) {
        throw new RetryableException(e.getMessage(), e);
      }
    }

    private String key(FlowFile in) throws EvaluationException {
      return key.isEmpty()
          ? OriginNames.of(in.content())
          : String.valueOf(key.get().evaluate(new DataRecord(Map.of()), in.attributes()));
    }

    /** S3 wants to know the size first. */
    private Bytes sized(Content content) throws IOException {
      if (content instanceof Bytes bytes) {
        return bytes.size() >= 0
            ? bytes
            : context
                .space()
                .write(
                    bytes.origin(),
                    out -> {
                      try (var in = bytes.opener().open()) {
                        in.transferTo(out);
                      }
                    });
      }
      var items = ((Records) content).items();
      return context
          .space()
          .write(
              items.get(0).origin(),
              out -> {
                for (var item : items) {
                  out.write(Json.bytes(item.record().fields()));
                  out.write('\n');
                }
              });
    }

    private void write(FlowFile in, String key, Bytes content) throws IOException {
      var request =
          PutObjectRequest.builder()
              .bucket(settings.bucket())
              .key(key)
              .contentType(contentType(in))
              .build();
      var body =
          RequestBody.fromContentProvider(() -> open(content), content.size(), contentType(in));
      store.run(client -> client.putObject(request, body));
    }

    private String contentType(FlowFile in) {
      var otherwise =
          in.content() instanceof Records ? "application/x-ndjson" : "application/octet-stream";
      return settings.contentType().isEmpty()
          ? in.attributes().getOrDefault("mime.type", otherwise)
          : settings.contentType();
    }

    private static InputStream open(Bytes content) {
      try {
        return content.opener().open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
