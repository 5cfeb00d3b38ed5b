package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** One run of the command: which server, as whom, and how answers are printed. */
final class Session {
  private static final String DEFAULT_URL = "http://127.0.0.1:8080";

  private final Terminal terminal;
  private Format format = Format.TABLE;

  Session(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  Format format() {
    return format;
  }

  void format(Format wanted) {
    format = wanted;
  }

  /** The server by {@code WEFT_URL}, as {@code WEFT_TOKEN} or as whoever has logged in. */
  Server server() {
    var token = terminal.environment().getOrDefault("WEFT_TOKEN", "");
    return new Server(url(), token.isEmpty() ? logins().token(url()) : token);
  }

  /** The server without saying who asks. */
  Server anonymously() {
    return new Server(url(), "");
  }

  SavedLogins logins() {
    return new SavedLogins(terminal.settingsFolder());
  }

  /** The server's address; plain HTTP is for this machine only, as tokens would travel readably. */
  URI url() {
    var text = terminal.environment().getOrDefault("WEFT_URL", DEFAULT_URL);
    try {
      var url = URI.create(text);
      if ("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isHere(url))) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: the text is no address at all.
    }
    throw Problem.input(
            "server-address",
            Place.field("WEFT_URL"),
            "'" + text + "' is not https://HOST[:PORT], nor http:// on this machine.",
            "Unset WEFT_URL for " + DEFAULT_URL + ", or use https.")
        .asException();
  }

  /** Prints an answer: for people as that function writes it, for programs as it is. */
  int print(JsonNode answer, Function<JsonNode, String> forPeople) {
    var out = terminal.out();
    switch (format) {
      case JSON -> out.println(answer.toPrettyString());
      case YAML -> out.print(Yaml.write(answer));
      default -> out.println(Text.printable(forPeople.apply(answer)).stripTrailing());
    }
    return 0;
  }

  /** One segment of a path, or a value of a query, made safe. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean isHere(URI url) {
    try {
      return url.getHost() != null
          && InetAddress.getAllByName(url.getHost())[0].isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
