package dev.weft.server.identity.ldap;

import dev.weft.server.identity.people.GroupMap;
import dev.weft.server.identity.people.People;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where the directory is, and how people and groups look in it.
 *
 * @param encryption how the connection is protected, before anything is said
 * @param trust PEM file with the certificates that are trusted; empty: those of the JDK
 * @param bindDn who searches; empty: anonymous
 * @param bindPassword of that one
 * @param peopleFilter which entries are people
 * @param disabledFilter which of these are let in no more; empty: none
 * @param groupsBase where groups are; empty: none are looked up
 * @param memberAttribute holds the names of a group's members
 * @param groupsDepth how many groups within groups are followed
 * @param every how often it is asked whether it still knows everybody
 */
public record LdapSettings(
    String host,
    int port,
    Encryption encryption,
    Optional<Path> trust,
    String bindDn,
    String bindPassword,
    String peopleBase,
    String peopleFilter,
    String disabledFilter,
    Attributes attributes,
    String groupsBase,
    String memberAttribute,
    int groupsDepth,
    GroupMap groups,
    Duration every,
    People.Existing existing) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  /** How the connection is protected. */
  public enum Encryption {
    TLS,
    START_TLS,
    NONE
  }

  /** Which attributes say what of a person; {@code id} never changes and is never given again. */
  public record Attributes(String id, String name, String title, String email, String groupName) {}

  public LdapSettings {
    if (encryption == Encryption.NONE && !LOOPBACK.contains(host)) {
      throw new IllegalArgumentException(
          "passwords go to " + host + " in clear: use ldaps://, or ldap.starttls=on");
    }
    if (peopleBase.isBlank()) {
      throw new IllegalArgumentException("ldap.people.base says below which entry people are");
    }
  }

  @Override
  public String toString() {
    return "directory " + host + ":" + port; // never the password
  }
}
