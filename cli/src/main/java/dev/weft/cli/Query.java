package dev.weft.cli;

import java.util.Optional;

/** A path with the values of its query, encoded; values that are not there are left out. */
final class Query {
  private final StringBuilder text;
  private char joint = '?';

  Query(String path) {
    text = new StringBuilder(path);
  }

  Query with(String name, String value) {
    text.append(joint).append(name).append('=').append(Session.encoded(value));
    joint = '&';
    return this;
  }

  Query with(String name, Optional<String> value) {
    return value.map(each -> with(name, each)).orElse(this);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
