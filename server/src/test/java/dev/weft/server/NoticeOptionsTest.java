package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Problem;
import dev.weft.server.notices.MailSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NoticeOptionsTest {
  private final List<Problem> problems = new ArrayList<>();

  @Test
  void withoutAServerNoMailIsSentAndNoHostIsAllowed() {
    var settings = parse(Map.of()).settings(Map.of());

    assertThat(problems).isEmpty();
    assertThat(settings.mail()).isEmpty();
    assertThat(settings.hosts().allow("https://hooks.example.org/x")).isFalse();
  }

  @Test
  void mailIsEncryptedUnlessTheServerIsOnThisMachine() {
    assertThat(security("smtp.example.org", "")).isEqualTo(MailSettings.Security.STARTTLS);
    assertThat(security("127.0.0.1", "")).isEqualTo(MailSettings.Security.NONE);
    assertThat(problems).isEmpty();

    security("smtp.example.org", "none");

    assertThat(problems).extracting(Problem::code).containsExactly("mail-in-clear");
  }

  @Test
  void thePasswordComesFromTheEnvironmentAndIsInNoText() {
    var options =
        parse(
            Map.of(
                "mail.host",
                "smtp.example.org",
                "mail.from",
                "weft@example.org",
                "mail.user",
                "weft",
                "mail.password.environment",
                "MAIL_PASSWORD"));

    var mail = options.settings(Map.of("MAIL_PASSWORD", "s3cret")).mail().orElseThrow();

    assertThat(mail.password()).isEqualTo("s3cret");
    assertThat(mail.toString() + options).doesNotContain("s3cret");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    parse(
        Map.of(
            "mail.host", "smtp.example.org",
            "mail.port", "0",
            "mail.security", "ssl3",
            "mail.per.hour.max", "many",
            "notices.every", "now"));

    assertThat(problems)
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(
            "bad-number", "bad-setting", "bad-address", "bad-number", "bad-duration");
  }

  private MailSettings.Security security(String host, String word) {
    return parse(Map.of("mail.host", host, "mail.security", word, "mail.from", "weft@example.org"))
        .mail()
        .orElseThrow()
        .security();
  }

  private NoticeOptions parse(Map<String, String> given) {
    var values = new TreeMap<>(NoticeOptions.defaults());
    values.putAll(given);
    return NoticeOptions.parse(values, problems);
  }
}
