package dev.weft.spi.flow;

/** The outside does not answer now; trying again may help. The message goes to people. */
public final class RetryableException extends Exception {
  public RetryableException(String message, Throwable cause) {
    super(message, cause);
  }
}
