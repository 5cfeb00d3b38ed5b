package dev.weft.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of a browser as a login needs: cookies for each server, redirects one by one, a form. */
final class Surfer {
  private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private final Map<Integer, Map<String, String>> cookies = new TreeMap<>();
  private HttpResponse<String> page;
  private URI at;

  /** Opens a page, and where it leads, up to the first that is on another path than this one. */
  Surfer open(String address) throws IOException, InterruptedException {
    return go(HttpRequest.newBuilder(URI.create(address)));
  }

  private Surfer go(HttpRequest.Builder request) throws IOException, InterruptedException {
    at = request.build().uri();
    var own = cookies.computeIfAbsent(at.getPort(), any -> new TreeMap<>());
    if (!own.isEmpty()) {
      request.header(
          "Cookie",
          own.entrySet().stream()
              .map(one -> one.getKey() + "=" + one.getValue())
              .collect(Collectors.joining("; ")));
    }
    page = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    for (var cookie : page.headers().allValues("Set-Cookie")) {
      var pair = cookie.split(";", 2)[0];
      var equals = pair.indexOf('=');
      own.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return this;
  }

  int status() {
    return page.statusCode();
  }

  String text() {
    return page.body();
  }

  /** Where the page leads. */
  String location() {
    return at.resolve(page.headers().firstValue("Location").orElseThrow()).toString();
  }

  Surfer follow() throws IOException, InterruptedException {
    return open(location());
  }

  /** Follows until there is a page to see. */
  Surfer followAll() throws IOException, InterruptedException {
    while (status() / 100 == 3) {
      var unused = follow();
    }
    return this;
  }

  /** Fills the form of the page and sends it. */
  Surfer send(Map<String, String> fields) throws IOException, InterruptedException {
    var form = FORM.matcher(page.body());
    if (!form.find()) {
      throw new IOException("no form on " + at + ": " + page.body());
    }
    var to = at.resolve(form.group(1).replace("&amp;", "&"));
    return go(
        HttpRequest.newBuilder(to)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Keycloak.form(fields))));
  }

  /** A cookie of the server that was visited last. */
  String cookie(String name) {
    return cookies.getOrDefault(at.getPort(), Map.of()).getOrDefault(name, "");
  }
}
