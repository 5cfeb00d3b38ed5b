package dev.weft.server.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Telling people, with a real mail server and a real receiver of webhooks in the process. */
class NoticesTest {
  private static final Duration EVERY = Duration.ofMinutes(15);
  private final Fixture shop = new Fixture();
  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final HookReceiver receiver = new HookReceiver();
  private final List<InboxItem> items = new ArrayList<>();
  private final Inbox inbox = new Inbox(shop.mesh, List.of(this::items), shop.clock);
  private final WebhookHosts hosts = new WebhookHosts(Set.of("127.0.0.1:" + receiver.port()));
  private final NoticeChoices choices =
      new NoticeChoices(shop.mesh, hosts, true, shop.box, new SecureRandom());

  @BeforeEach
  void start() {
    server.start();
    shop.mesh.put(
        ResourceKind.USER, "olga", "{'name':'olga','title':'Olga','email':'olga@example.org'}");
  }

  @AfterEach
  void stop() {
    server.stop();
    receiver.close();
  }

  @Test
  void whatHasComeIsToldTogetherAndOnce() throws Exception {
    var notices = notices(100);
    add("a", "ada asks for orders.placed");
    add("b", "bo asks for orders.placed");

    notices.round();
    notices.round();

    var mails = server.getReceivedMessages();
    assertThat(mails).hasSize(1);
    assertThat(mails[0].getSubject()).isEqualTo("Weft: ada asks for orders.placed, and 1 more");
    assertThat(mails[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mails[0].getContent().toString())
        .contains("Hello Olga,", "- bo asks for orders.placed", "https://weft.example.org/requests")
        .doesNotContain("the purpose that somebody wrote");
  }

  @Test
  void nobodyIsToldMoreOftenThanTheOperatorSays() {
    var notices = notices(100);
    add("a", "one");
    notices.round();
    add("b", "two");

    notices.round();
    assertThat(server.getReceivedMessages()).hasSize(1);

    shop.clock.advance(EVERY);
    notices.round();
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void anotherServerTellsNothingAgain() {
    add("a", "one");
    notices(100).round();

    shop.clock.advance(EVERY);
    notices(100).round();

    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void theLimitOfAnHourHolds() {
    shop.mesh.put(ResourceKind.USER, "ada", "{'name':'ada','email':'ada@example.org'}");
    var notices = notices(1);
    add("a", "one");

    notices.round();
    assertThat(server.getReceivedMessages()).hasSize(1);

    shop.clock.advance(Duration.ofMinutes(61));
    notices.round();
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void whoTurnsItOffOrHasReadItGetsNoMail() {
    var notices = notices(100);
    add("a", "one");
    inbox.read(Fixture.OLGA, Optional.empty());
    notices.round();
    add("b", "two");
    choices.mail(Fixture.OLGA, false);

    notices.round();

    assertThat(server.getReceivedMessages()).isEmpty();
    assertThat(choices.get(Fixture.OLGA, "olga").mail()).isEqualTo("off");
  }

  @Test
  void whatTheServerDidNotTakeIsTriedAgainWithPauses() {
    var notices = notices(100);
    server.stop();
    add("a", "one");
    notices.round();
    assertThat(notices.metrics()).contains("weft_notices_failed_total{way=\"mail\"} 1");
    notices.round();
    assertThat(notices.metrics())
        .as("no attempt within the pause")
        .contains("weft_notices_failed_total{way=\"mail\"} 1");
  }

  @Test
  void aTitleCannotAddAHeader() throws Exception {
    add("a", "one\r\nBcc: evil@example.org");

    notices(100).round();

    var mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Weft: one Bcc: evil@example.org");
    assertThat(mail.getAllRecipients()).hasSize(1);
  }

  @Test
  void aWebhookIsSignedWithTheSecretThatWasToldOnce() {
    var secret = choices.hook(Fixture.OLGA, "olga", receiver.url()).secret().orElseThrow();
    assertThat(choices.get(Fixture.OLGA, "olga").secret()).isEmpty();
    assertThat(shop.mesh.state().all(ResourceKind.NOTICE_CHOICE).toString()).doesNotContain(secret);
    add("a", "ada asks for orders.placed");

    notices(100).round();

    assertThat(receiver.deliveries())
        .singleElement()
        .satisfies(
            delivery -> {
              assertThat(delivery.isSignedWith(secret)).isTrue();
              assertThat(delivery.body().path("type").asText()).isEqualTo("weft.inbox");
              assertThat(delivery.body().at("/data/items/0/title").asText())
                  .isEqualTo("ada asks for orders.placed");
              assertThat(delivery.text()).doesNotContain("the purpose that somebody wrote");
            });
  }

  @Test
  void aWebhookThatFailsIsTriedAgainAndHoldsNobodyElseUp() {
    choices.hook(Fixture.OLGA, "olga", receiver.url());
    receiver.answer(500);
    var notices = notices(100);
    add("a", "one");
    notices.round();
    assertThat(server.getReceivedMessages()).hasSize(1);

    receiver.answer(200);
    shop.clock.advance(Duration.ofMinutes(1));
    notices.round();

    assertThat(receiver.deliveries()).hasSize(1);
  }

  @Test
  void aGroupsWebhookHasWhatWaitsForItsMembers() {
    shop.mesh.put(ResourceKind.GROUP, "office", "{'name':'office','members':['olga','pia']}");
    choices.hook(Fixture.PIA, "group:office", receiver.url());
    add("a", "ada asks for orders.placed");

    notices(100).round();

    assertThat(receiver.deliveries())
        .singleElement()
        .satisfies(
            delivery ->
                assertThat(delivery.body().at("/data/for").asText()).isEqualTo("group:office"));
    assertThatThrownBy(() -> choices.hook(Fixture.ADA, "group:office", receiver.url()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("not-yours"));
  }

  @Test
  void newsGoOnlyToHostsThatTheOperatorAllows() {
    for (var url :
        List.of(
            "http://127.0.0.1:1/",
            "http://169.254.169.254/latest",
            "https://user@127.0.0.1:" + receiver.port() + "/",
            "http://127.0.0.1:" + receiver.port() + "@evil.example/",
            "file:///etc/passwd",
            "https://evil.example/?127.0.0.1:" + receiver.port())) {
      assertThatThrownBy(() -> choices.hook(Fixture.OLGA, "olga", url))
          .as(url)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.first().code()).isEqualTo("host-not-allowed"));
    }
  }

  @Test
  void noMailLeavesWithoutTheTlsThatIsAskedFor() {
    var notices = notices(100, MailSettings.Security.STARTTLS);
    add("a", "one");

    notices.round();

    assertThat(notices.metrics()).contains("weft_notices_failed_total{way=\"mail\"} 1");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  private Notices notices(int perHour) {
    return notices(perHour, MailSettings.Security.NONE);
  }

  private Notices notices(int perHour, MailSettings.Security security) {
    var mail =
        new Mail(
            new MailSettings(
                "127.0.0.1",
                server.getSmtp().getPort(),
                security,
                "",
                "",
                "weft@example.org",
                Optional.empty()),
            "https://weft.example.org");
    var hooks = new Webhook(hosts, "https://weft.example.org", shop.clock);
    return new Notices(
        shop.mesh,
        () -> true,
        inbox,
        new Notices.Ways(Optional.of(mail), hooks, EVERY, perHour),
        shop.box,
        shop.clock);
  }

  private void add(String id, String title) {
    items.add(
        InboxItem.toDo(
            id,
            "decide",
            title,
            "the purpose that somebody wrote",
            "s-1",
            shop.clock.instant(),
            "/requests"));
  }

  private List<InboxItem> items(Caller person, MeshState state, Instant now) {
    return List.copyOf(items);
  }
}
