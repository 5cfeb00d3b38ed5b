package dev.weft.server.notices;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.server.parameters.SecretBox;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** How people and groups want to be told. The secret of a webhook is told once, when it is made. */
public final class NoticeChoices {
  private static final String GROUP = "group:";
  private static final int SECRET_BYTES = 32;

  private final MeshLog mesh;
  private final WebhookHosts hosts;
  private final boolean isMailOn;
  private final SecretBox box;
  private final SecureRandom random;

  /**
   * @param isMailOn whether this server sends mail at all
   */
  public NoticeChoices(
      MeshLog mesh, WebhookHosts hosts, boolean isMailOn, SecretBox box, SecureRandom random) {
    this.mesh = mesh;
    this.hosts = hosts;
    this.isMailOn = isMailOn;
    this.box = box;
    this.random = random;
  }

  /**
   * What is chosen.
   *
   * @param mail whether mail is sent: {@code on}, {@code off}, or why not
   * @param webhook where else news go; empty: nowhere
   * @param secret only when it was just made
   */
  public record Page(String who, String mail, String webhook, Optional<String> secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "notices of " + who;
    }
  }

  public Page get(Caller caller, String who) {
    var state = mesh.state();
    mayChoose(state, caller, who);
    return page(state, who, Optional.empty());
  }

  /** Whether mail is sent to oneself. */
  public Page mail(Caller caller, boolean on) {
    return change(
        caller,
        caller.name(),
        "notices.mail",
        (before, now) -> new NoticeChoice(before.who(), !on, before.hook()),
        Optional.empty());
  }

  /** Sends news to a webhook from now on, signed with a new secret. */
  public Page hook(Caller caller, String who, String url) {
    if (!hosts.allow(url)) {
      throw Problem.input(
              "host-not-allowed",
              Place.field("url"),
              "News are not sent to '"
                  + (url.length() > 80 ? url.substring(0, 80) + "..." : url)
                  + "'.",
              hosts.names().isEmpty()
                  ? "The operator allows no host yet: notices.webhook.hosts."
                  : "Allowed, by https: " + String.join(", ", hosts.names()) + ".")
          .asException();
    }
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    var secret = "whsec_" + Base64.getEncoder().encodeToString(bytes);
    var sealed = box.seal(NoticeChoice.place(who), secret);
    return change(
        caller,
        who,
        "notices.webhook",
        (before, now) ->
            new NoticeChoice(
                before.who(),
                before.mailOff(),
                Optional.of(new NoticeChoice.Hook(url, sealed, caller.id(), now))),
        Optional.of(secret));
  }

  /** Sends no news to the webhook any more. */
  public Page unhook(Caller caller, String who) {
    return change(
        caller,
        who,
        "notices.webhook.end",
        (before, now) -> new NoticeChoice(before.who(), before.mailOff(), Optional.empty()),
        Optional.empty());
  }

  static NoticeChoice of(MeshState state, String who) {
    return state
        .find(ResourceKind.NOTICE_CHOICE, who, NoticeChoice.class)
        .orElse(NoticeChoice.none(who));
  }

  private Page change(
      Caller caller,
      String who,
      String action,
      BiFunction<NoticeChoice, Instant, NoticeChoice> next,
      Optional<String> secret) {
    mesh.decide(
        (state, now) -> {
          mayChoose(state, caller, who);
          var before = of(state, who);
          var after = next.apply(before, now);
          if (after.equals(before)) {
            return MeshLog.Decided.nothing(who);
          }
          var key = new ResourceKey(ResourceKind.NOTICE_CHOICE, who);
          var details = Json.object().put("mailOff", after.mailOff());
          after.hook().ifPresent(hook -> details.put("webhook", hook.url()));
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(key, Json.tree(after), caller.id())),
              List.of(),
              List.of(new AuditEvent(caller.id(), action, key.toString(), true, details)),
              who);
        });
    return page(mesh.state(), who, secret);
  }

  private Page page(MeshState state, String who, Optional<String> secret) {
    var choice = of(state, who);
    return new Page(
        who,
        mail(state, who, choice),
        choice.hook().map(NoticeChoice.Hook::url).orElse(""),
        secret);
  }

  private String mail(MeshState state, String who, NoticeChoice choice) {
    if (who.startsWith(GROUP)) {
      return "off";
    }
    var address = state.find(ResourceKind.USER, who, User.class).map(User::email).orElse("");
    if (!isMailOn) {
      return "this server sends none";
    }
    return address.isEmpty() ? "no address is known" : choice.mailOff() ? "off" : "on";
  }

  /** One's own; those of a group its members, and administrators. */
  private static void mayChoose(MeshState state, Caller caller, String who) {
    if (!who.startsWith(GROUP)) {
      caller.require(
          caller.name().equals(who), "not-yours", "Everybody chooses for themselves.", "");
      return;
    }
    var isMember =
        state
            .find(ResourceKind.USER, caller.name(), User.class)
            .map(user -> new Rights(state).groups(user))
            .map(groups -> groups.contains(who.substring(GROUP.length())))
            .orElse(false);
    caller.require(
        caller.isAdmin() || isMember,
        "not-yours",
        "Only who is in the group chooses for it.",
        "Ask one of its members, or an administrator.");
  }
}
