package dev.weft.processors.standard;

import dev.weft.model.Json;
import dev.weft.spi.WebhookSignature;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.RetryableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends one request after the other. When one has to be tried again, those of the same FlowFile
 * that were answered already are not sent again; their results are emitted once all are through.
 */
final class HttpSink implements Processor {
  /** Content of a FlowFile held in memory for one request, at most. */
  private static final int REQUEST_BYTES_MAX = 64 << 20;

  private final InvokeHTTP.Settings settings;
  private final Optional<WebhookSignature> signature;
  private final Clock clock;
  private final HttpClient client;
  private FlowFile current;
  private final List<Result> results = new ArrayList<>();

  HttpSink(InvokeHTTP.Settings settings, Optional<WebhookSignature> signature, Clock clock) {
    this.settings = settings;
    this.signature = signature;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** One request's content, and what it is part of. */
  private static final class Part {
    private final FlowFile file;
    private final Origin origin;
    private final String mediaType;
    private final byte[] body;

    Part(FlowFile file, Origin origin, String mediaType, byte[] body) {
      this.file = file;
      this.origin = origin;
      this.mediaType = mediaType;
      this.body = body;
    }

    FlowFile file() {
      return file;
    }

    Origin origin() {
      return origin;
    }

    String mediaType() {
      return mediaType;
    }

    byte[] body() {
      return body;
    }
  }

  private record Result(String relationship, FlowFile file) {}

  @Override
  public void process(FlowFile in, Output out) throws RetryableException {
    if (!in.equals(current)) {
      current = in;
      results.clear();
    }
    var parts = parts(in);
    while (results.size() < parts.size()) {
      results.add(send(parts.get(results.size())));
    }
    results.forEach(result -> out.emit(result.relationship(), result.file()));
    current = null;
    results.clear();
  }

  private List<Part> parts(FlowFile in) throws RetryableException {
    try {
      return in.content() instanceof Records records ? parts(in, records) : List.of(bytes(in));
    } catch (IOException e) {
      throw new RetryableException("The content cannot be read: " + e.getMessage(), e);
    }
  }

  private List<Part> parts(FlowFile in, Records records) throws IOException {
    if (records.items().isEmpty()) {
      return List.of();
    }
    if (settings.body() == InvokeHTTP.Body.RECORD) {
      return records.items().stream().map(item -> one(in, item)).toList();
    }
    var body = new ByteArrayOutputStream();
    var plain = records.items().stream().map(Traced::record).toList();
    settings.writer().writer(settings.dialect()).write(plain, body);
    var origin = records.items().get(0).origin();
    return List.of(new Part(in, origin, settings.writer().mediaType(), body.toByteArray()));
  }

  private static Part one(FlowFile in, Traced item) {
    var file = in.with(new Records(List.of(item)));
    return new Part(file, item.origin(), "application/json", Json.bytes(item.record().fields()));
  }

  private static Part bytes(FlowFile in) throws IOException {
    var content = (Content.Bytes) in.content();
    var mediaType = in.attributes().getOrDefault(Attributes.MIME_TYPE, "application/octet-stream");
    try (var stream = content.opener().open()) {
      var body = stream.readNBytes(REQUEST_BYTES_MAX + 1);
      if (body.length > REQUEST_BYTES_MAX) {
        throw new IOException("it is larger than " + REQUEST_BYTES_MAX + " bytes");
      }
      return new Part(in, content.origin(), mediaType, body);
    }
  }

  private Result send(Part part) throws RetryableException {
    try {
      var response = client.send(request(part), BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        return result(part, response, body.readNBytes(settings.maxResponseBytes()));
      }
    } catch (IOException e) {
      throw new RetryableException(host() + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("Asked to stop while waiting for " + host(), e);
    }
  }

  private HttpRequest request(Part part) {
    var request =
        HttpRequest.newBuilder(settings.url())
            .timeout(settings.timeout())
            .method(settings.method(), BodyPublishers.ofByteArray(part.body()))
            .setHeader("Content-Type", part.mediaType())
            .setHeader("Idempotency-Key", key(part.origin()));
    settings.headers().forEach(request::setHeader);
    signature.ifPresent(
        it ->
            it.headers(it.id(key(part.origin()), part.body()), clock.instant(), part.body())
                .forEach(request::setHeader));
    return request.build();
  }

  /** Printable ASCII, whatever the source is called. */
  private static String key(Origin origin) {
    var source = origin.source().replaceAll("[^\\x21-\\x7E]+", "-");
    return source + "/" + origin.key().replaceAll("[^\\x21-\\x7E]+", "-") + "/" + origin.position();
  }

  private Result result(Part part, HttpResponse<?> response, byte[] body)
      throws RetryableException {
    var status = response.statusCode();
    if (status >= 500 || status == 429 || status == 408) {
      throw new RetryableException(host() + " answers " + status + ".", null);
    }
    var file = part.file().with("http.status", Integer.toString(status));
    if (status >= 200 && status < 300) {
      var bytes =
          new Content.Bytes(() -> new ByteArrayInputStream(body), body.length, part.origin());
      var type = response.headers().firstValue("Content-Type").orElse("application/octet-stream");
      return new Result("response", file.with(bytes).with(Attributes.MIME_TYPE, type));
    }
    return new Result("failure", file.with(Attributes.ERROR, host() + " answers " + status + "."));
  }

  private String host() {
    return settings.url().getScheme()
        + "://"
        + settings.url().getRawAuthority().replaceAll(".*@", "");
  }
}
