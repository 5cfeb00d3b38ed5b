package dev.weft.flow;

/**
 * The unit of work cannot be completed now. Nothing of it is committed; it is taken up again from
 * the position before it. The message goes to people.
 */
class UnitAborted extends RuntimeException {
  UnitAborted(String message, Throwable cause) {
    super(message, cause);
  }

  /** The log does not answer as it should: the writer must be opened anew. */
  static final class WriterBroken extends UnitAborted {
    WriterBroken(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Another writer has the flow's transactional id now. */
  static final class Fenced extends UnitAborted {
    Fenced(Throwable cause) {
      super("Another runner has taken over this flow.", cause);
    }
  }

  /** A policy does not let the flow send what it sends. */
  static final class Refused extends UnitAborted {
    Refused(String message) {
      super(message, null);
    }
  }

  /** The flow is being stopped. */
  static final class Stopped extends UnitAborted {
    Stopped() {
      super("The flow is being stopped.", null);
    }
  }
}
