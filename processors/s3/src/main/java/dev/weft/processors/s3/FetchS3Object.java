package dev.weft.processors.s3;

import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Reads the object that {@link ListS3} has listed. It is copied once, whatever reads it then. */
public final class FetchS3Object
    implements ProcessorType.OfProcessor<FetchS3Object.Settings>,
        KeepsFields<FetchS3Object.Settings> {
  /** From where to read. */
  public record Settings(
      @Doc("The S3Store service to use.") String store,
      @Doc("The bucket; objects of no other are read.") String bucket) {
    public Settings {
      store = Given.text("store", store);
      bucket = Given.text("bucket", bucket);
    }
  }

  @Override
  public String name() {
    return "FetchS3Object";
  }

  @Override
  public String summary() {
    return "Reads the object of an S3 bucket that ListS3 has listed.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "not.found", "failure");
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return services.of(settings.store()).stream()
        .map(each -> each.of("store").below(settings.bucket()))
        .toList();
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new Fetch(settings, context.service(settings.store(), S3Connection.class), context);
  }

  private record Fetch(Settings settings, S3Connection store, ProcessorContext context)
      implements Processor {
    @Override
    public void process(FlowFile in, Output out) throws RetryableException {
      var key = in.attributes().get("s3.key");
      if (key == null || key.isEmpty()) {
        out.emit("failure", in.with("error.message", "the attribute s3.key names no object"));
        return;
      }
      try {
        out.emit("success", in.with(read(key, origin(in, key))));
      } catch (S3Connection.MissingException e) {
        out.emit("not.found", in);
      } catch (IOException e) {
        throw new RetryableException(e.getMessage(), e);
      }
    }

    private Content read(String key, Origin origin) throws IOException {
      var request = GetObjectRequest.builder().bucket(settings.bucket()).key(key).build();
      return store.run(
          client -> {
            try (var object = client.getObject(request)) {
              Bytes content = context.space().write(origin, object::transferTo);
              var size = object.response().contentLength();
              if (size != null && content.size() != size) {
                throw new IOException(key + " ended before its end");
              }
              return content;
            }
          });
    }

    private Origin origin(FlowFile in, String key) {
      if (in.content() instanceof Bytes bytes) {
        return bytes.origin();
      }
      var items = ((Records) in.content()).items();
      return items.isEmpty()
          ? new Origin("s3://" + settings.bucket() + "/" + key, "object", 0)
          : items.get(0).origin();
    }
  }
}
