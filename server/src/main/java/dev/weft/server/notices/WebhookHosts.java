package dev.weft.server.notices;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Where webhooks of people may go: hosts that the operator has named. Without any, nowhere. Plain
 * HTTP is for this machine only.
 *
 * @param names such as {@code hooks.example.org}, or {@code hooks.example.org:8443} for one port
 */
public record WebhookHosts(Set<String> names) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final int URL_LENGTH_MAX = 2_000;

  /** Whether news may be sent there. */
  public boolean allow(String url) {
    if (url.length() > URL_LENGTH_MAX || !url.matches("https?://[^/?#\\s@]+(/\\S*)?")) {
      return false;
    }
    try {
      var uri = URI.create(url);
      var host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
      var isPrivate = uri.getScheme().equals("https") || LOOPBACK.contains(host);
      var isNamed =
          names.contains(host) || (uri.getPort() > 0 && names.contains(host + ":" + uri.getPort()));
      return isPrivate && isNamed && !host.isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
