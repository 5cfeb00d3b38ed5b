package dev.weft.processors.net;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ServiceType;
import dev.weft.spi.flow.Tls;
import java.time.Clock;
import java.util.List;

/**
 * Certificates for TLS, from PEM files: whom to trust, and what to show. The files are read each
 * time a connection is set up anew, so a certificate can be renewed while flows run.
 */
public final class TlsContext implements ServiceType<TlsContext.Settings, Tls> {
  /** Which files. */
  public record Settings(
      @Doc("A file of certificates to trust, as PEM; what Java trusts when left out.")
          String trusted,
      @Doc("A file with our certificate and those it was signed by, as PEM; none when left out.")
          String certificate,
      @Doc("A file with the key of our certificate, as PEM: PKCS #8, not encrypted.") String key) {
    public Settings {
      trusted = Given.textOr(trusted, "");
      certificate = Given.textOr(certificate, "");
      key = Given.textOr(key, "");
      if (certificate.isEmpty() != key.isEmpty()) {
        throw new IllegalArgumentException("certificate and key must be given together");
      }
    }
  }

  @Override
  public String name() {
    return "TlsContext";
  }

  @Override
  public String summary() {
    return "Certificates for TLS: whom processors trust, and what they show.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Class<Tls> gives() {
    return Tls.class;
  }

  @Override
  public List<Destination> destinations(Settings settings) {
    return List.of();
  }

  @Override
  public Tls create(Settings settings, Clock clock) {
    return () -> PemFiles.context(settings);
  }
}
