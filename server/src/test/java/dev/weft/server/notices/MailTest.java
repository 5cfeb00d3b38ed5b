package dev.weft.server.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.weft.testing.TestCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail by TLS, with a real server that has a certificate of its own and wants a login. */
class MailTest {
  private static final String KEYSTORE = "greenmail.tls.keystore.file";
  private static final String PASSWORD = "greenmail.tls.keystore.password";

  @TempDir static Path folder;
  private static TestCertificate certificate;
  private static GreenMail server;

  @BeforeAll
  static void start() {
    certificate = TestCertificate.in(folder);
    System.setProperty(KEYSTORE, folder.resolve("test.p12").toString());
    System.setProperty(PASSWORD, "password");
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    server.start();
    server.setUser("weft@example.org", "weft", "s3cret");
  }

  @BeforeEach
  void empty() throws FolderException {
    server.purgeEmailFromAllMailboxes();
  }

  @AfterAll
  static void stop() {
    server.stop();
    System.clearProperty(KEYSTORE);
    System.clearProperty(PASSWORD);
  }

  @Test
  void goesToTheServerThatIsTrusted() throws Exception {
    mail("s3cret", Optional.of(certificate.certificate())).tell(letter());

    assertThat(server.getReceivedMessages())
        .singleElement()
        .satisfies(mail -> assertThat(mail.getSubject()).isEqualTo("Weft: one"));
  }

  @Test
  void doesNotGoToAnother() {
    assertThatThrownBy(() -> mail("s3cret", Optional.empty()).tell(letter()))
        .isInstanceOf(Way.UnreachableException.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void doesNotSayThePasswordThatWasWrong() {
    assertThatThrownBy(() -> mail("wr0ng", Optional.of(certificate.certificate())).tell(letter()))
        .isInstanceOf(Way.UnreachableException.class)
        .hasMessageNotContaining("wr0ng");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  private Mail mail(String password, Optional<Path> trust) {
    return new Mail(
        new MailSettings(
            "127.0.0.1",
            server.getSmtps().getPort(),
            MailSettings.Security.TLS,
            "weft",
            password,
            "weft@example.org",
            trust),
        "https://weft.example.org");
  }

  private static Way.Letter letter() {
    var item = InboxItem.news("a", "decide", "one", "", "s-1", Instant.EPOCH, "/inbox");
    return new Way.Letter("olga", "Olga", "olga@example.org", "", List.of(item));
  }
}
