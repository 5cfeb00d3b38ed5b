package dev.weft.server;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.identity.ldap.LdapSettings;
import dev.weft.server.identity.oidc.OidcSettings;
import dev.weft.server.identity.people.GroupMap;
import dev.weft.server.identity.people.People;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Where people come from besides this mesh: an OpenID Connect issuer, an LDAP directory, SCIM. All
 * are off until they are set.
 */
public record IdentityOptions(
    Optional<OidcSettings> oidc, Optional<LdapSettings> ldap, Optional<ScimOptions> scim) {
  private static final int SCIM_TOKEN_MIN = 32;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /**
   * A directory that makes users here.
   *
   * @param token with which it comes
   */
  public record ScimOptions(String token, People.Existing existing) {
    @Override
    public String toString() {
      return "scim"; // never the token
    }
  }

  /** The keys and their defaults, as text. */
  static Map<String, String> defaults() {
    var all = new TreeMap<String, String>();
    for (var key :
        List.of(
            "oidc.issuer",
            "oidc.client.id",
            "oidc.client.secret.file",
            "oidc.groups",
            "oidc.invited",
            "ldap.url",
            "ldap.trust.file",
            "ldap.bind.dn",
            "ldap.bind.password.file",
            "ldap.people.base",
            "ldap.disabled.filter",
            "ldap.groups.base",
            "ldap.groups",
            "scim.token.file")) {
      all.put(key, "");
    }
    all.put("oidc.scopes", "openid profile email");
    all.put("oidc.claim.name", "preferred_username");
    all.put("oidc.claim.groups", "groups");
    all.put("oidc.session.minutes", "15");
    all.put("oidc.title", "Single sign-on");
    all.put("oidc.watch.minutes", "0");
    all.put("ldap.starttls", "off");
    all.put("ldap.people.filter", "(objectClass=inetOrgPerson)");
    all.put("ldap.id.attribute", "entryUUID");
    all.put("ldap.name.attribute", "uid");
    all.put("ldap.title.attribute", "cn");
    all.put("ldap.email.attribute", "mail");
    all.put("ldap.group.name.attribute", "cn");
    all.put("ldap.member.attribute", "member");
    all.put("ldap.groups.depth", "5");
    all.put("ldap.sync.minutes", "5");
    for (var source : List.of("oidc", "ldap", "scim")) {
      all.put(source + ".existing", "refuse");
    }
    return all;
  }

  /** Reads the values, which hold every key; what is wrong is added to the problems. */
  static IdentityOptions parse(Map<String, String> values, List<Problem> problems) {
    return parse(values, problems, name -> System.getenv().getOrDefault(name, ""));
  }

  /**
   * @param environment what a variable holds, or nothing
   */
  static IdentityOptions parse(
      Map<String, String> values, List<Problem> problems, UnaryOperator<String> environment) {
    var reader = new IdentityOptions.Reader(values, problems, environment);
    return new IdentityOptions(reader.oidc(), reader.ldap(), reader.scim());
  }

  private record Reader(
      Map<String, String> values, List<Problem> problems, UnaryOperator<String> environment) {

    Optional<OidcSettings> oidc() {
      if (text("oidc.issuer").isEmpty()) {
        return Optional.empty();
      }
      var secret = secret("oidc.client.secret.file", "WEFT_OIDC_CLIENT_SECRET");
      try {
        return Optional.of(
            new OidcSettings(
                URI.create(text("oidc.issuer")),
                text("oidc.client.id"),
                secret,
                text("oidc.scopes"),
                text("oidc.claim.name"),
                text("oidc.claim.groups"),
                groups("oidc.groups"),
                words("oidc.invited"),
                Duration.ofMinutes(number("oidc.session.minutes", 1, 720)),
                existing("oidc"),
                text("oidc.title"),
                Optional.of(number("oidc.watch.minutes", 0, 1440))
                    .filter(minutes -> minutes > 0)
                    .map(Duration::ofMinutes)));
      } catch (IllegalArgumentException e) {
        wrong("oidc.issuer", "People cannot log in at the issuer so: " + e.getMessage() + ".");
        return Optional.empty();
      }
    }

    Optional<LdapSettings> ldap() {
      if (text("ldap.url").isEmpty()) {
        return Optional.empty();
      }
      var password = secret("ldap.bind.password.file", "WEFT_LDAP_BIND_PASSWORD");
      try {
        var url = URI.create(text("ldap.url"));
        var isTls = "ldaps".equals(url.getScheme());
        if (url.getHost() == null || (!isTls && !"ldap".equals(url.getScheme()))) {
          throw new IllegalArgumentException(
              "ldap.url is ldaps://HOST[:PORT] or ldap://HOST[:PORT]");
        }
        return Optional.of(
            new LdapSettings(
                url.getHost(),
                url.getPort() > 0 ? url.getPort() : isTls ? 636 : 389,
                isTls
                    ? LdapSettings.Encryption.TLS
                    : on("ldap.starttls")
                        ? LdapSettings.Encryption.START_TLS
                        : LdapSettings.Encryption.NONE,
                Optional.of(text("ldap.trust.file")).filter(it -> !it.isEmpty()).map(Path::of),
                text("ldap.bind.dn"),
                password,
                text("ldap.people.base"),
                text("ldap.people.filter"),
                text("ldap.disabled.filter"),
                new LdapSettings.Attributes(
                    text("ldap.id.attribute"),
                    text("ldap.name.attribute"),
                    text("ldap.title.attribute"),
                    text("ldap.email.attribute"),
                    text("ldap.group.name.attribute")),
                text("ldap.groups.base"),
                text("ldap.member.attribute"),
                number("ldap.groups.depth", 0, 20),
                groups("ldap.groups"),
                Duration.ofMinutes(number("ldap.sync.minutes", 1, 1440)),
                existing("ldap")));
      } catch (IllegalArgumentException e) {
        wrong("ldap.url", "The directory cannot be asked so: " + e.getMessage() + ".");
        return Optional.empty();
      }
    }

    Optional<ScimOptions> scim() {
      var token = secret("scim.token.file", "WEFT_SCIM_TOKEN");
      if (token.isEmpty()) {
        return Optional.empty();
      }
      if (token.length() < SCIM_TOKEN_MIN) {
        wrong("scim.token.file", "SCIM's token has at least " + SCIM_TOKEN_MIN + " characters.");
      }
      return Optional.of(new ScimOptions(token, existing("scim")));
    }

    private String text(String key) {
      return values.get(key).strip();
    }

    private boolean on(String key) {
      if (!Set.of("on", "off").contains(text(key))) {
        wrong(key, "'" + text(key) + "' is neither on nor off.");
      }
      return text(key).equals("on");
    }

    private int number(String key, int least, int most) {
      var text = text(key);
      if (!text.matches("\\d{1,6}")
          || Integer.parseInt(text) < least
          || Integer.parseInt(text) > most) {
        wrong(key, "'" + text + "' is not a number from " + least + " to " + most + ".");
        return Integer.parseInt(defaults().get(key));
      }
      return Integer.parseInt(text);
    }

    private Set<String> words(String key) {
      return Arrays.stream(text(key).split("[,;]"))
          .map(String::strip)
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toSet());
    }

    private GroupMap groups(String key) {
      try {
        return GroupMap.parse(text(key));
      } catch (IllegalArgumentException e) {
        wrong(key, "Groups are not mapped: " + e.getMessage() + ".");
        return GroupMap.parse("");
      }
    }

    private People.Existing existing(String source) {
      var text = text(source + ".existing");
      if (!Set.of("refuse", "link").contains(text)) {
        wrong(source + ".existing", "'" + text + "' is neither refuse nor link.");
      }
      return text.equals("link") ? People.Existing.LINK : People.Existing.REFUSE;
    }

    /** From a file that nobody else can read, or from the environment; never from the settings. */
    private String secret(String key, String variable) {
      if (text(key).isEmpty()) {
        return environment.apply(variable).strip();
      }
      var file = Path.of(text(key));
      try {
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
          wrong(key, "Others can read or change " + file + ": chmod 600.");
        }
        return Files.readString(file).strip();
      } catch (IOException e) {
        wrong(key, "The secret cannot be read from " + file + ".");
        return "";
      }
    }

    private void wrong(String key, String message) {
      problems.add(
          Problem.input(
              "bad-identity", Place.field(key), message, "docs/identity.md has every setting."));
    }
  }
}
