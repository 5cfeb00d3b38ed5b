package dev.weft.server.notices;

import java.util.List;

/** A way to tell somebody: by mail or webhook. Used by one thread. */
interface Way {
  /** What the audit and the marks call it. */
  String name();

  /**
   * Tells; returns when the other side has taken it.
   *
   * @throws RefusedException when it makes no sense to try again
   * @throws UnreachableException when it may succeed later
   */
  void tell(Letter letter) throws RefusedException, UnreachableException;

  /**
   * What somebody is told at once.
   *
   * @param who a person, or {@code group:NAME}
   * @param address of mail, or the URL of a webhook
   * @param secret of the webhook, not sealed; empty otherwise
   */
  record Letter(String who, String title, String address, String secret, List<InboxItem> items) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "letter to " + who;
    }
  }

  /** The other side does not want it, now or later. */
  final class RefusedException extends Exception {
    RefusedException(String message) {
      super(message);
    }
  }

  /** The other side is not there, or not able. */
  final class UnreachableException extends Exception {
    UnreachableException(String message) {
      super(message);
    }
  }
}
