package dev.weft.processors.standard;

import dev.weft.processors.standard.record.CsvDialect;
import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.WebhookSignature;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Sends FlowFiles, or each of their records, to an HTTP service. Requests carry an Idempotency-Key
 * made from where the data came from, so that a service that honours it takes a repeat once.
 */
public final class InvokeHTTP implements ProcessorType.OfProcessor<InvokeHTTP.Settings> {
  private static final int MEGABYTE = 1 << 20;

  /** What one request holds. */
  public enum Body {
    /** One record as a JSON object. */
    RECORD,
    /** All of the FlowFile. */
    BATCH
  }

  /** Where to send, and what. */
  public record Settings(
      @Doc("The address, http or https. Redirects are not followed.") URI url,
      @Doc("The method; POST when left out.") String method,
      @Doc(value = "Header to value; values may be secrets and are never shown.", sensitive = true)
          Map<String, String> headers,
      @Doc("record (the default) sends each record as a JSON object, batch all of them at once.")
          Body body,
      @Doc("How a batch of records is written: json-array (the default), json-lines or csv.")
          RecordFormat writer,
      @Doc("How long to wait for the connection and for the answer; 30s when left out.")
          Duration timeout,
      @Doc("The most bytes of an answer that are kept, up to 16777216; 1048576 when left out.")
          Integer maxResponseBytes,
      @Doc(
              value =
                  "Signs each request as a Standard Webhook: a secret whsec_... ('weft flow secret'"
                      + " makes one), or several with spaces between, while one follows the other."
                      + " Not signed when left out.",
              sensitive = true)
          String signingSecrets) {
    public Settings {
      if (url == null) {
        throw new IllegalArgumentException("url must be given");
      }
      method = method == null || method.isEmpty() ? "POST" : method;
      headers =
          headers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
      body = body == null ? Body.RECORD : body;
      writer = writer == null ? RecordFormat.JSON_ARRAY : writer.asWriter();
      timeout = timeout == null ? Duration.ofSeconds(30) : timeout;
      maxResponseBytes = maxResponseBytes == null ? MEGABYTE : maxResponseBytes;
      signingSecrets = signingSecrets == null ? "" : signingSecrets;
      if (!method.matches("[A-Z]{3,10}")) {
        throw new IllegalArgumentException("method must be such as POST or PUT");
      }
      if (writer == RecordFormat.NONE) {
        throw new IllegalArgumentException("writer cannot be none; bytes are sent as they are");
      }
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout must be positive");
      }
      if (maxResponseBytes < 0 || maxResponseBytes > 16 * MEGABYTE) {
        throw new IllegalArgumentException("maxResponseBytes must be from 0 to 16777216");
      }
    }

    CsvDialect dialect() {
      return CsvDialect.RFC_4180;
    }

    /** Without headers and secrets. */
    @Override
    public String toString() {
      return "InvokeHTTP " + method + " " + url.getHost();
    }
  }

  @Override
  public String name() {
    return "InvokeHTTP";
  }

  @Override
  public String summary() {
    return "Sends FlowFiles or records to an HTTP service.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("response", "failure");
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    var scheme = String.valueOf(settings.url().getScheme()).toLowerCase(Locale.ROOT);
    var usual = scheme.equals("http") ? 80 : 443;
    var port = settings.url().getPort();
    return List.of(
        Destination.host(scheme, settings.url().getHost(), port < 0 ? usual : port, "url"));
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var scheme = String.valueOf(settings.url().getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("url must begin with http:// or https://");
    }
    var signature =
        settings.signingSecrets().isBlank()
            ? Optional.<WebhookSignature>empty()
            : Optional.of(
                new WebhookSignature(
                    settings.signingSecrets(), context.flow() + "/" + context.processor()));
    return new HttpSink(settings, signature, context.clock());
  }
}
