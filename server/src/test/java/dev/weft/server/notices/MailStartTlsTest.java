package dev.weft.server.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.server.SMTPServer;

/** Mail by STARTTLS, with a real server that takes nothing and nobody's password before it. */
class MailStartTlsTest {
  private static final List<String> logins = Collections.synchronizedList(new ArrayList<>());
  private static final List<String> mails = Collections.synchronizedList(new ArrayList<>());

  @TempDir static Path folder;
  private static Path certificate;
  private static SMTPServer server;
  private static SMTPServer elsewhere;
  private static SMTPServer withoutTls;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException {
    certificate = TestCertificate.in(folder).certificate();
    server = server("127.0.0.1", true);
    elsewhere = server("127.0.0.2", true);
    withoutTls = server("127.0.0.1", false);
  }

  private static SMTPServer server(String address, boolean tls)
      throws GeneralSecurityException, IOException {
    var password = "password".toCharArray();
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(folder.resolve("test.p12").toFile(), password), password);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    var made =
        SMTPServer.port(0)
            .bindAddress(loopback(address))
            .enableTLS(tls)
            .requireTLS(tls)
            .startTlsSocketFactory(context)
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory((user, secret, c) -> logins.add(secret)))
            .requireAuth()
            .messageHandler(
                (c, from, to, data) -> mails.add(new String(data, StandardCharsets.UTF_8)))
            .build();
    made.start();
    return made;
  }

  private static InetAddress loopback(String address) throws UnknownHostException {
    return InetAddress.getByName(address);
  }

  @BeforeEach
  void empty() {
    logins.clear();
    mails.clear();
  }

  @AfterAll
  static void stop() {
    List.of(server, elsewhere, withoutTls).forEach(SMTPServer::stop);
  }

  @Test
  void goesToTheServerThatIsTrusted() throws Exception {
    mail("127.0.0.1", server, Optional.of(certificate)).tell(letter());

    assertThat(mails).singleElement().asString().contains("Subject: Weft: one");
    assertThat(logins).containsExactly("s3cret");
  }

  @Test
  void doesNotGoToOneWhoseCertificateNobodyTrusts() {
    refused(mail("127.0.0.1", server, Optional.empty()));
  }

  @Test
  void doesNotGoToOneThatShowsTheCertificateOfAnother() {
    refused(mail("127.0.0.2", elsewhere, Optional.of(certificate)));
  }

  @Test
  void doesNotGoToOneThatCannotEncrypt() {
    refused(mail("127.0.0.1", withoutTls, Optional.of(certificate)));
  }

  /** Neither the mail nor the password. */
  private static void refused(Mail mail) {
    assertThatThrownBy(() -> mail.tell(letter())).isInstanceOf(Way.UnreachableException.class);
    assertThat(mails).isEmpty();
    assertThat(logins).isEmpty();
  }

  private static Mail mail(String host, SMTPServer to, Optional<Path> trust) {
    return new Mail(
        new MailSettings(
            host,
            to.getPortAllocated(),
            MailSettings.Security.STARTTLS,
            "weft",
            "s3cret",
            "weft@example.org",
            trust),
        "https://weft.example.org");
  }

  private static Way.Letter letter() {
    var item = InboxItem.news("a", "decide", "one", "", "s-1", Instant.EPOCH, "/inbox");
    return new Way.Letter("olga", "Olga", "olga@example.org", "", List.of(item));
  }
}
