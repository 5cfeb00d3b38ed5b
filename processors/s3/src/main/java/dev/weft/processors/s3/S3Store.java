package dev.weft.processors.s3;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ServiceType;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A store that speaks S3: Amazon's, or another at an address of its own. */
public final class S3Store implements ServiceType<S3Store.Settings, S3Connection> {
  /** Where it is, and by which key it is used. */
  public record Settings(
      @Doc("The store's address, such as https://s3.example.org; Amazon's when left out.")
          URI endpoint,
      @Doc("The region; us-east-1 when left out.") String region,
      @Doc(value = "The id of the access key.", sensitive = true) String accessKey,
      @Doc(value = "The secret of the access key.", sensitive = true) String secretKey,
      @Doc(value = "The token of a key that is valid for some time.", sensitive = true)
          String sessionToken,
      @Doc(
              "Whether the bucket is in the path rather than in the host's name, as most stores but"
                  + " Amazon's want it.")
          boolean pathStyle,
      @Doc("How long to wait for the store, up to 300s; 30s when left out.") Duration timeout) {
    public Settings {
      region = Given.textOr(region, "us-east-1");
      accessKey = Given.text("accessKey", accessKey);
      secretKey = Given.text("secretKey", secretKey);
      sessionToken = Given.textOr(sessionToken, "");
      timeout = Given.within("timeout", timeout, Duration.ofSeconds(30), Duration.ofSeconds(300));
    }

    /** Without secrets. */
    @Override
    public String toString() {
      return "S3Store at " + (endpoint == null ? region : endpoint.getHost());
    }
  }

  @Override
  public String name() {
    return "S3Store";
  }

  @Override
  public String summary() {
    return "A store of objects that speaks S3: where it is, and by which key it is used.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Class<S3Connection> gives() {
    return S3Connection.class;
  }

  @Override
  public List<Destination> destinations(Settings settings) {
    var own = settings.endpoint();
    if (own == null) {
      return List.of(new Destination("s3:/", ""));
    }
    var usual = "http".equalsIgnoreCase(own.getScheme()) ? 80 : 443;
    return List.of(
        Destination.host("s3", own.getHost(), own.getPort() < 0 ? usual : own.getPort(), ""));
  }

  @Override
  public S3Connection create(Settings settings, Clock clock) {
    var endpoint = settings.endpoint();
    if (endpoint != null && !String.valueOf(endpoint.getScheme()).matches("https?")) {
      throw new IllegalArgumentException("endpoint must begin with http:// or https://");
    }
    return new S3Connection(settings);
  }
}
