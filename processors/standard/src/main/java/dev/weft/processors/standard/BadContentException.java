package dev.weft.processors.standard;

/** The content is not what a step can work on; the message says where and why, not what it is. */
public final class BadContentException extends Exception {
  public BadContentException(String message) {
    super(message);
  }
}
