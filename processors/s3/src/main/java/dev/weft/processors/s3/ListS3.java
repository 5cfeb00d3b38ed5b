package dev.weft.processors.s3;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SeenFiles;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists the objects of a bucket as they come; {@link FetchS3Object} reads them. An object is known
 * by key, size and time of change, and forgotten when it has gone.
 */
public final class ListS3
    implements ProcessorType.OfSource<ListS3.Settings>, SendsNothing<ListS3.Settings> {
  private static final int PAGE = 1_000;

  /** Where to look. */
  public record Settings(
      @Doc("The S3Store service to use.") String store,
      @Doc("The bucket.") String bucket,
      @Doc("What keys must begin with, such as incoming/; all keys when left out.") String prefix,
      @Doc("What keys must end with, such as .csv; all keys when left out.") String suffix) {
    public Settings {
      store = Given.text("store", store);
      bucket = Given.text("bucket", bucket);
      prefix = Given.textOr(prefix, "");
      suffix = Given.textOr(suffix, "");
    }
  }

  @Override
  public String name() {
    return "ListS3";
  }

  @Override
  public String summary() {
    return "Lists the objects of an S3 bucket as they come; FetchS3Object reads them.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    return new Source(settings, context.service(settings.store(), S3Connection.class), PAGE);
  }

  /**
   * Compares what is in a bucket with what was listed before.
   *
   * @param page how many objects the store tells at once
   */
  record Source(Settings settings, S3Connection store, int page) implements SourceProcessor {
    /** Objects that one listing may hold; their prints are the position and must stay small. */
    private static final int OBJECTS_MAX = 50_000;

    private static final int BATCH = 100;

    @Override
    public Batch poll(Optional<JsonNode> position) throws RetryableException {
      var seen = SeenFiles.of(position);
      var present = find();
      var fresh =
          present.stream()
              .filter(object -> !seen.prints().contains(print(object)))
              .sorted(Comparator.comparing(S3Object::lastModified).thenComparing(S3Object::key))
              .toList();
      if (fresh.isEmpty()) {
        return Batch.EMPTY;
      }
      var batch = fresh.subList(0, Math.min(BATCH, fresh.size()));
      var prints = present.stream().map(Source::print).collect(Collectors.toSet());
      var next = seen.plus(batch.stream().map(Source::print).toList(), prints);
      var files = batch.stream().map(this::flowFile).toList();
      return new Batch(files, Optional.of(next.json()), fresh.size() > batch.size());
    }

    private static long print(S3Object object) {
      return SeenFiles.print(object.key(), object.size(), object.lastModified().toEpochMilli());
    }

    private List<S3Object> find() throws RetryableException {
      var request =
          ListObjectsV2Request.builder()
              .bucket(settings.bucket())
              .prefix(settings.prefix())
              .maxKeys(page)
              .build();
      try {
        return store.run(
            client -> {
              var found = new ArrayList<S3Object>();
              for (var object : client.listObjectsV2Paginator(request).contents()) {
                // A key that ends with a slash stands for a folder in some tools.
                if (object.key().endsWith(settings.suffix()) && !object.key().endsWith("/")) {
                  found.add(object);
                }
                if (found.size() > OBJECTS_MAX) {
                  throw new IOException(
                      "it holds more than " + OBJECTS_MAX + " objects; narrow prefix or suffix");
                }
              }
              return found;
            });
      } catch (IOException e) {
        throw new RetryableException(
            "Bucket " + settings.bucket() + " cannot be listed: " + e.getMessage(), e);
      }
    }

    private FlowFile flowFile(S3Object object) {
      var attributes = new LinkedHashMap<String, String>();
      attributes.put("filename", object.key().substring(object.key().lastIndexOf('/') + 1));
      attributes.put("s3.bucket", settings.bucket());
      attributes.put("s3.key", object.key());
      attributes.put("s3.etag", String.valueOf(object.eTag()).replace("\"", ""));
      attributes.put("file.size", Long.toString(object.size()));
      attributes.put("file.lastModifiedTime", object.lastModified().toString());
      var source = "s3://" + settings.bucket() + "/" + object.key();
      var origin = new Origin(source, "object", object.lastModified().toEpochMilli());
      return new FlowFile(attributes, new Content.Bytes(InputStream::nullInputStream, 0, origin));
    }
  }
}
