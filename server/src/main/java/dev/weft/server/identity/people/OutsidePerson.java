package dev.weft.server.identity.people;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an issuer or a directory says of a person.
 *
 * @param source which one: {@code oidc}, {@code ldap} or {@code scim}
 * @param subject by what it knows the person; never given to anybody else
 * @param external what else it calls the person; may be empty
 * @param name the user's name here, if the person is not known yet
 * @param title empty when it says none
 * @param email likewise
 * @param groups Weft's groups that it puts the person into
 * @param attributes what policies may ask of the person
 */
public record OutsidePerson(
    String source,
    String subject,
    String external,
    String name,
    String title,
    String email,
    Set<String> groups,
    Map<String, String> attributes) {
  public OutsidePerson {
    if (source.isBlank() || subject.isBlank()) {
      throw new IllegalArgumentException("who comes from outside has a source and a subject");
    }
    groups = new TreeSet<>(groups);
    attributes = Map.copyOf(attributes);
  }

  /** One who has proven who they are. */
  public static OutsidePerson of(
      String source, String subject, String name, String title, String email, Set<String> groups) {
    return new OutsidePerson(source, subject, "", name, title, email, groups, Map.of());
  }
}
