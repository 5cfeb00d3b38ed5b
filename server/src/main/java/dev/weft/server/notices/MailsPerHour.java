package dev.weft.server.notices;

import java.time.Duration;
import java.time.Instant;

/** A flood of mails would make the operator's server one that nobody trusts. For one thread. */
final class MailsPerHour {
  private final int most;
  private Instant hour = Instant.EPOCH;
  private long before;

  MailsPerHour(int most) {
    this.most = most;
  }

  /** Whether one more may go, after so many in all. */
  boolean allow(Instant now, long sent) {
    if (now.isAfter(hour.plus(Duration.ofHours(1)))) {
      hour = now;
      before = sent;
    }
    return sent - before < most;
  }
}
