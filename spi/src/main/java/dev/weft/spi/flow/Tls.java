package dev.weft.spi.flow;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/**
 * How to talk with TLS: whom to trust, and as whom to answer. A controller service gives it, so
 * that certificates are written down once for all processors of a flow. For any thread.
 */
public interface Tls {
  /** What Java trusts, without a certificate of our own. */
  Tls OF_JAVA =
      () -> {
        try {
          return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
          throw new IOException("This Java has no TLS: " + e.getMessage(), e);
        }
      };

  /**
   * The context, made from the files as they are now.
   *
   * @throws IOException when a file is not there or holds something else; the message never holds
   *     its content
   */
  SSLContext context() throws IOException;

  /** The service of this name, or what Java trusts when the name is empty. */
  static Tls of(String service, ProcessorContext context) {
    return service.isEmpty() ? OF_JAVA : context.service(service, Tls.class);
  }
}
