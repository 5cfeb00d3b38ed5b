package dev.weft.server.notices;

import java.nio.file.Path;
import java.util.Optional;

/**
 * By which server mail is sent.
 *
 * @param user whom to log in as; empty: nobody
 * @param password empty without a user
 * @param trust certificates as PEM that are trusted, in place of those that Java trusts
 */
public record MailSettings(
    String host,
    int port,
    Security security,
    String user,
    String password,
    String from,
    Optional<Path> trust) {
  /** How the connection is protected. */
  public enum Security {
    /** STARTTLS, and no mail without it. */
    STARTTLS,
    /** TLS from the beginning. */
    TLS,
    /** Only on this machine. */
    NONE
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "mail by " + host + ":" + port;
  }
}
