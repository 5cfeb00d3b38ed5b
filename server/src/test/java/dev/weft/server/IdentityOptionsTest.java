package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Problem;
import dev.weft.server.identity.ldap.LdapSettings.Encryption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityOptionsTest {
  @TempDir Path folder;

  private final List<Problem> problems = new ArrayList<>();

  @Test
  void allIsOffUntilItIsSet() {
    var options = parse(Map.of(), "");

    assertThat(options.oidc()).isEmpty();
    assertThat(options.ldap()).isEmpty();
    assertThat(options.scim()).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void secretsComeFromAFileOfTheirOwnerOrTheEnvironmentAndAreNeverSaid() throws IOException {
    var file = Files.writeString(folder.resolve("token"), "x".repeat(40) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    var open = parse(Map.of("scim.token.file", file.toString()), "");
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).message()).contains("chmod 600").doesNotContain("xxx");
    assertThat(open.toString()).doesNotContain("xxx");

    problems.clear();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(parse(Map.of("scim.token.file", file.toString()), "").scim()).isPresent();
    assertThat(parse(Map.of(), "y".repeat(40)).scim().orElseThrow().token()).startsWith("yyy");
    assertThat(problems).isEmpty();
    parse(Map.of(), "short");
    assertThat(problems).hasSize(1);
  }

  @Test
  void nothingIsSentInClearBeyondThisMachine() {
    parse(Map.of("oidc.issuer", "http://id.example", "oidc.client.id", "weft"), "");
    parse(Map.of("ldap.url", "ldap://ldap.example", "ldap.people.base", "dc=x"), "");
    assertThat(problems).hasSize(2);
    problems.clear();

    var values =
        Map.of(
            "ldap.url", "ldap://ldap.example", "ldap.people.base", "dc=x", "ldap.starttls", "on");
    var ldap = parse(values, "").ldap().orElseThrow();

    assertThat(ldap.encryption()).isEqualTo(Encryption.START_TLS);
    assertThat(ldap.port()).isEqualTo(389);
    assertThat(problems).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidByItsKey() {
    parse(
        Map.of(
            "oidc.issuer", "https://id.example",
            "oidc.client.id", "weft",
            "oidc.existing", "perhaps",
            "oidc.session.minutes", "0",
            "oidc.groups", "nothing"),
        "");

    assertThat(problems)
        .extracting(problem -> problem.place().path())
        .containsExactlyInAnyOrder("oidc.existing", "oidc.session.minutes", "oidc.groups");
  }

  private IdentityOptions parse(Map<String, String> given, String scimToken) {
    var values = new TreeMap<>(IdentityOptions.defaults());
    values.putAll(given);
    return IdentityOptions.parse(
        values, problems, name -> name.equals("WEFT_SCIM_TOKEN") ? scimToken : "");
  }
}
