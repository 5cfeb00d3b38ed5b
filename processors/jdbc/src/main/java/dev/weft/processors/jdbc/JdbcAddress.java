package dev.weft.processors.jdbc;

import java.util.regex.Pattern;

/** A database's address without credentials or parameters: safe to show and to keep in trace. */
record JdbcAddress(String text) {
  private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");

  static JdbcAddress of(String url) {
    var end = url.length();
    for (var separator : new char[] {'?', ';'}) {
      var at = url.indexOf(separator);
      end = at >= 0 && at < end ? at : end;
    }
    return new JdbcAddress(USER_INFO.matcher(url.substring(0, end)).replaceAll("//"));
  }

  @Override
  public String toString() {
    return text;
  }
}
