package dev.weft.processors.s3;

import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The connections to a store. For any thread. Nothing is opened before the first request. */
public final class S3Connection implements AutoCloseable {
  private final S3Store.Settings settings;
  private Optional<S3Client> client = Optional.empty();

  S3Connection(S3Store.Settings settings) {
    this.settings = settings;
  }

  /** The object is not there. */
  static final class MissingException extends IOException {
    MissingException(Throwable cause) {
      super("the object is not there", cause);
    }
  }

  /** Work with the client. */
  interface Work<T> {
    T on(S3Client client) throws IOException;
  }

  /** Runs the work; what the library throws becomes an IOException with a sentence. */
  <T> T run(Work<T> work) throws IOException {
    try {
      return work.on(client());
    } catch (NoSuchKeyException e) {
      throw new MissingException(e);
    } catch (AwsServiceException e) {
      var details = e.awsErrorDetails();
      var code = details == null ? "" : " " + details.errorCode();
      throw new IOException(title() + " answers " + e.statusCode() + code, e);
    } catch (SdkException e) {
      throw new IOException(title() + ": " + e.getMessage(), e);
    }
  }

  /** For people and for trace. */
  String title() {
    return settings.endpoint() == null
        ? "s3." + settings.region()
        : settings.endpoint().getRawAuthority().replaceAll(".*@", "");
  }

  private synchronized S3Client client() {
    if (client.isEmpty()) {
      var builder =
          S3Client.builder()
              .region(Region.of(settings.region()))
              .credentialsProvider(StaticCredentialsProvider.create(credentials()))
              .forcePathStyle(settings.pathStyle())
              // Many stores that speak S3 do not know the newer checksums.
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
              .httpClientBuilder(
                  UrlConnectionHttpClient.builder()
                      .connectionTimeout(settings.timeout())
                      .socketTimeout(settings.timeout()));
      if (settings.endpoint() != null) {
        builder.endpointOverride(settings.endpoint());
      }
      client = Optional.of(builder.build());
    }
    return client.get();
  }

  private AwsCredentials credentials() {
    return settings.sessionToken().isEmpty()
        ? AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())
        : AwsSessionCredentials.create(
            settings.accessKey(), settings.secretKey(), settings.sessionToken());
  }

  @Override
  public synchronized void close() {
    client.ifPresent(S3Client::close);
    client = Optional.empty();
  }
}
