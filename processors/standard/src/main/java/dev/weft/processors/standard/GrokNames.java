package dev.weft.processors.standard;

import java.util.Map;

/** The patterns that can be named, with the names that are usual. Written for RE2. */
final class GrokNames {
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})";

  static final Map<String, String> ALL =
      Map.ofEntries(
          Map.entry("WORD", "\\b\\w+\\b"),
          Map.entry("NOTSPACE", "\\S+"),
          Map.entry("SPACE", "\\s*"),
          Map.entry("DATA", ".*?"),
          Map.entry("GREEDYDATA", ".*"),
          Map.entry("INT", "[+-]?[0-9]+"),
          Map.entry("POSINT", "[1-9][0-9]*"),
          Map.entry("NONNEGINT", "[0-9]+"),
          Map.entry("NUMBER", "[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
          Map.entry("BASE16NUM", "(?:0[xX])?[0-9A-Fa-f]+"),
          Map.entry("QUOTEDSTRING", "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'"),
          Map.entry("QS", "%{QUOTEDSTRING}"),
          Map.entry("UUID", "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
          Map.entry("USER", "[A-Za-z0-9._-]+"),
          Map.entry("USERNAME", "[A-Za-z0-9._-]+"),
          Map.entry("EMAILADDRESS", "[A-Za-z0-9._%+-]+@%{HOSTNAME}"),
          Map.entry("IPV4", OCTET + "(?:\\." + OCTET + "){3}"),
          Map.entry("IPV6", "[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:%[0-9A-Za-z]+)?"),
          Map.entry("IP", "%{IPV6}|%{IPV4}"),
          Map.entry("MAC", "[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}"),
          Map.entry(
              "HOSTNAME",
              "[0-9A-Za-z](?:[0-9A-Za-z-]{0,62})(?:\\.[0-9A-Za-z](?:[0-9A-Za-z-]{0,62}))*\\.?"),
          Map.entry("IPORHOST", "%{IP}|%{HOSTNAME}"),
          Map.entry("HOSTPORT", "(?:%{IPORHOST}):%{POSINT}"),
          Map.entry("PATH", "(?:/[^\\s/?*]*)+|[A-Za-z]:(?:\\\\[^\\s\\\\?*]*)+"),
          Map.entry("URIPATH", "(?:/[^\\s?#]*)+"),
          Map.entry("URIPARAM", "\\?[^\\s#]*"),
          Map.entry("URIPATHPARAM", "%{URIPATH}(?:%{URIPARAM})?"),
          Map.entry(
              "URI", "[A-Za-z][A-Za-z0-9+.-]*://(?:[^\\s/?#@]*@)?[^\\s/?#]*(?:%{URIPATHPARAM})?"),
          Map.entry("YEAR", "[0-9]{4}"),
          Map.entry("MONTH", "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"),
          Map.entry("MONTHNUM", "0?[1-9]|1[0-2]"),
          Map.entry("MONTHDAY", "0?[1-9]|[12][0-9]|3[01]"),
          Map.entry("DAY", "Mon|Tue|Wed|Thu|Fri|Sat|Sun"),
          Map.entry("HOUR", "[01]?[0-9]|2[0-3]"),
          Map.entry("MINUTE", "[0-5][0-9]"),
          Map.entry("SECOND", "(?:[0-5]?[0-9]|60)(?:[.,][0-9]+)?"),
          Map.entry("TIME", "%{HOUR}:%{MINUTE}(?::%{SECOND})?"),
          Map.entry("ISO8601_TIMEZONE", "Z|[+-](?:%{HOUR})(?::?%{MINUTE})?"),
          Map.entry(
              "TIMESTAMP_ISO8601",
              "%{YEAR}-(?:%{MONTHNUM})-(?:%{MONTHDAY})[T ](?:%{HOUR}):?%{MINUTE}(?::?%{SECOND})?"
                  + "(?:%{ISO8601_TIMEZONE})?"),
          Map.entry("SYSLOGTIMESTAMP", "(?:%{MONTH}) +(?:%{MONTHDAY}) %{TIME}"),
          Map.entry("HTTPDATE", "(?:%{MONTHDAY})/(?:%{MONTH})/%{YEAR}:%{TIME} [+-][0-9]{4}"),
          Map.entry(
              "LOGLEVEL",
              "(?i:trace|debug|info|notice|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|severe|alert"
                  + "|emerg(?:ency)?)"),
          Map.entry("JAVACLASS", "(?:[A-Za-z$_][A-Za-z$_0-9]*\\.)*[A-Za-z$_][A-Za-z$_0-9]*"),
          Map.entry("PROG", "[\\x21-\\x5a\\x5c\\x5e-\\x7e]+"),
          Map.entry("SYSLOGPROG", "%{PROG:program}(?:\\[%{POSINT:pid:int}\\])?"),
          Map.entry(
              "SYSLOGLINE",
              "%{SYSLOGTIMESTAMP:timestamp} %{IPORHOST:host} %{SYSLOGPROG}:"
                  + " ?%{GREEDYDATA:message}"),
          Map.entry(
              "COMMONAPACHELOG",
              "%{IPORHOST:clientip} %{NOTSPACE:ident} %{NOTSPACE:auth} \\[%{HTTPDATE:timestamp}\\]"
                  + " \"(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?|"
                  + "%{DATA:rawrequest})\" %{INT:response:int} (?:%{INT:bytes:int}|-)"),
          Map.entry("COMBINEDAPACHELOG", "%{COMMONAPACHELOG} %{QS:referrer} %{QS:agent}"));

  private GrokNames() {}
}
