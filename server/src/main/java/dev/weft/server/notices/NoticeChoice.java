package dev.weft.server.notices;

import dev.weft.model.PrincipalId;
import java.time.Instant;
import java.util.Optional;

/**
 * How somebody wants to be told.
 *
 * @param who a person, or {@code group:NAME}
 * @param mailOff whether no mail is sent to the person
 * @param hook where else news are sent
 */
record NoticeChoice(String who, boolean mailOff, Optional<Hook> hook) {
  /**
   * A webhook.
   *
   * @param secret sealed; the place is {@link #place}
   */
  record Hook(String url, String secret, PrincipalId by, Instant at) {}

  NoticeChoice {
    hook = hook == null ? Optional.empty() : hook;
  }

  /** Where nobody has chosen anything. */
  static NoticeChoice none(String who) {
    return new NoticeChoice(who, false, Optional.empty());
  }

  /** What the secret of a webhook is sealed for. */
  static String place(String who) {
    return "notices/" + who;
  }
}
