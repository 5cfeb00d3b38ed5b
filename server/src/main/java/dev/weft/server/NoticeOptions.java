package dev.weft.server;

import dev.weft.model.DurationText;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.notices.MailSettings;
import dev.weft.server.notices.NoticeSettings;
import dev.weft.server.notices.WebhookHosts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can be set about telling people their news: the mail server, the hosts of webhooks, and how
 * often. Passwords stand in a file or in a variable of the environment, never among the settings.
 *
 * @param password where the mail server's password is, if it has one
 */
public record NoticeOptions(
    Optional<MailSettings> mail,
    Password password,
    WebhookHosts hosts,
    Duration every,
    int mailsPerHourMax) {
  private static final String HOST = "mail.host";
  private static final String PORT = "mail.port";
  private static final String SECURITY = "mail.security";
  private static final String USER = "mail.user";
  private static final String PASSWORD_FILE = "mail.password.file";
  private static final String PASSWORD_VARIABLE = "mail.password.environment";
  private static final String FROM = "mail.from";
  private static final String TRUST = "mail.trust.file";
  private static final String PER_HOUR = "mail.per.hour.max";
  private static final String EVERY = "notices.every";
  private static final String HOSTS = "notices.webhook.hosts";
  private static final Duration EVERY_MIN = Duration.ofSeconds(1);
  private static final Duration EVERY_MAX = Duration.ofDays(7);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

  /** Where a password is. */
  record Password(Optional<Path> file, Optional<String> variable) {
    String read(Map<String, String> environment) {
      return file.map(path -> Gateways.read(path, PASSWORD_FILE))
          .or(() -> variable.map(name -> environment.getOrDefault(name, "")))
          .orElse("");
    }
  }

  /** The keys and their defaults, as text. */
  static Map<String, String> defaults() {
    return Map.ofEntries(
        Map.entry(HOST, ""),
        Map.entry(PORT, ""),
        Map.entry(SECURITY, ""),
        Map.entry(USER, ""),
        Map.entry(PASSWORD_FILE, ""),
        Map.entry(PASSWORD_VARIABLE, ""),
        Map.entry(FROM, ""),
        Map.entry(TRUST, ""),
        Map.entry(PER_HOUR, "600"),
        Map.entry(EVERY, "15m"),
        Map.entry(HOSTS, ""));
  }

  /** Reads the values, which hold every key; what is wrong is added to the problems. */
  static NoticeOptions parse(Map<String, String> values, List<Problem> problems) {
    var password =
        new Password(given(values, PASSWORD_FILE).map(Path::of), given(values, PASSWORD_VARIABLE));
    var hosts =
        Arrays.stream(values.get(HOSTS).split("[,\\s]+"))
            .filter(word -> !word.isEmpty())
            .map(word -> word.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return new NoticeOptions(
        mail(values, problems),
        password,
        new WebhookHosts(hosts),
        every(values.get(EVERY), problems),
        number(PER_HOUR, values.get(PER_HOUR), 1, 1_000_000, problems));
  }

  /** With the password, which is read now. */
  NoticeSettings settings(Map<String, String> environment) {
    return new NoticeSettings(
        mail.map(
            one ->
                new MailSettings(
                    one.host(),
                    one.port(),
                    one.security(),
                    one.user(),
                    password.read(environment),
                    one.from(),
                    one.trust())),
        hosts,
        every,
        mailsPerHourMax);
  }

  private static Optional<MailSettings> mail(Map<String, String> values, List<Problem> problems) {
    var host = values.get(HOST);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    var security = security(values.get(SECURITY), LOOPBACK.contains(host), problems);
    var usual =
        switch (security) {
          case STARTTLS -> 587;
          case TLS -> 465;
          case NONE -> 25;
        };
    var port =
        given(values, PORT).map(text -> number(PORT, text, 1, 65_535, problems)).orElse(usual);
    var from = values.get(FROM);
    if (!from.matches("[^@\\s<>]+@[^@\\s<>]+")) {
      problems.add(
          Problem.input(
              "bad-address",
              Place.field(FROM),
              "Mail needs an address that it is from.",
              "Write " + FROM + "=weft@example.org."));
    }
    return Optional.of(
        new MailSettings(
            host, port, security, values.get(USER), "", from, given(values, TRUST).map(Path::of)));
  }

  /** Encrypted, but on this machine; nobody can turn that off by mistake. */
  private static MailSettings.Security security(
      String text, boolean isLoopback, List<Problem> problems) {
    return switch (text) {
      case "" -> isLoopback ? MailSettings.Security.NONE : MailSettings.Security.STARTTLS;
      case "starttls" -> MailSettings.Security.STARTTLS;
      case "tls" -> MailSettings.Security.TLS;
      case "none" -> isLoopback ? MailSettings.Security.NONE : inClear(problems);
      default -> {
        problems.add(
            Problem.input(
                "bad-setting",
                Place.field(SECURITY),
                "'" + text + "' is no way to protect mail.",
                "Write starttls, tls or none."));
        yield MailSettings.Security.STARTTLS;
      }
    };
  }

  private static MailSettings.Security inClear(List<Problem> problems) {
    problems.add(
        Problem.input(
            "mail-in-clear",
            Place.field(SECURITY),
            "Mail would leave this machine in clear.",
            "Write starttls or tls; a server on this machine may have none."));
    return MailSettings.Security.STARTTLS;
  }

  private static Duration every(String text, List<Problem> problems) {
    var every = DurationText.parse(text);
    if (every.isPresent()
        && every.get().compareTo(EVERY_MIN) >= 0
        && every.get().compareTo(EVERY_MAX) <= 0) {
      return every.get();
    }
    problems.add(
        Problem.input(
            "bad-duration",
            Place.field(EVERY),
            "'" + text + "' is not how often people can be told.",
            "Write 15m, or 1d; from 1s to 7d."));
    return Duration.ofMinutes(15);
  }

  private static int number(String key, String text, int least, int most, List<Problem> problems) {
    if (text.matches("\\d{1,9}")
        && Integer.parseInt(text) >= least
        && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    problems.add(
        Problem.input(
            "bad-number",
            Place.field(key),
            "'" + text + "' is not a number that this can have.",
            "Give " + least + " to " + most + "."));
    return least;
  }

  private static Optional<String> given(Map<String, String> values, String key) {
    return Optional.of(values.get(key)).filter(text -> !text.isEmpty());
  }
}
