package dev.weft.processors.standard;

import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Takes records that others post: a JSON object, several in lines, or an array of them. A request
 * is answered with 200 only when its records are committed, so a client that tries again until then
 * loses nothing; what it sends twice arrives twice.
 */
public final class ListenHTTP
    implements ProcessorType.OfSource<ListenHTTP.Settings>, SendsNothing<ListenHTTP.Settings> {
  private static final int MEGABYTE = 1 << 20;
  private static final int BYTES_MAX = 64 * MEGABYTE;

  /** Where to listen, and to whom. */
  public record Settings(
      @Doc("The TCP port; 0 takes a free one.") Integer port,
      @Doc("The path that takes POST requests; / when left out.") String path,
      @Doc(
              "The address to listen on; 127.0.0.1 when left out. Any other than loopback needs a"
                  + " token.")
          String address,
      @Doc(
              value =
                  "What clients must send as Authorization: Bearer TOKEN; 16 characters or more.",
              sensitive = true)
          String token,
      @Doc("The largest body in bytes, up to 67108864; 1048576 when left out.") Integer maxBytes,
      @Doc("Requests that may wait to be committed, 1 to 1000; 100 when left out.")
          Integer maxWaiting,
      @Doc("How long a request waits before it is answered with 503; 30s when left out.")
          Duration timeout) {
    public Settings {
      if (port == null || port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be from 0 to 65535");
      }
      path = path == null || path.isEmpty() ? "/" : path;
      address = address == null || address.isEmpty() ? "127.0.0.1" : address;
      token = token == null ? "" : token;
      maxBytes = maxBytes == null ? MEGABYTE : maxBytes;
      maxWaiting = maxWaiting == null ? 100 : maxWaiting;
      timeout = timeout == null ? Duration.ofSeconds(30) : timeout;
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("path must begin with /");
      }
      if (!token.isEmpty() && token.length() < 16) {
        throw new IllegalArgumentException("token must have 16 characters or more");
      }
      if (token.isEmpty() && !isLoopback(address)) {
        throw new IllegalArgumentException("address must be loopback unless a token is set");
      }
      if (maxBytes < 1 || maxBytes > BYTES_MAX) {
        throw new IllegalArgumentException("maxBytes must be from 1 to " + BYTES_MAX);
      }
      if (maxWaiting < 1 || maxWaiting > 1_000) {
        throw new IllegalArgumentException("maxWaiting must be from 1 to 1000");
      }
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout must be positive");
      }
    }

    private static boolean isLoopback(String address) {
      try {
        return InetAddress.getByName(address).isLoopbackAddress();
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("address is not known: " + address, e);
      }
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "ListenHTTP on " + address + ":" + port + path;
    }
  }

  @Override
  public String name() {
    return "ListenHTTP";
  }

  @Override
  public String summary() {
    return "Takes records that others post over HTTP, and answers when they are committed.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public boolean isBoundToMachine() {
    return true;
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    return new HttpSource(settings);
  }
}
