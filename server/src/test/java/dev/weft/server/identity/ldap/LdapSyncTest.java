package dev.weft.server.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.Fixture;
import dev.weft.server.identity.people.GroupMap;
import dev.weft.server.identity.people.Origin;
import dev.weft.server.identity.people.People;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the looks at a directory change; IdentityIT has a real one. */
class LdapSyncTest {
  private static final List<String> NAMES = List.of("lea", "max", "tom");

  private final Fixture shop = new Fixture();
  private final People people = new People(shop.mesh);
  private InMemoryDirectoryServer server;
  private LdapDirectory directory;
  private LdapSync sync;

  @BeforeEach
  void everybodyHasLoggedIn() throws Exception {
    shop.mesh.put(ResourceKind.GROUP, "analysts", "{'name':'analysts'}");
    var config = new InMemoryDirectoryServerConfig("dc=bank");
    config.setSchema(null);
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig("here", InetAddress.getLoopbackAddress(), 0, null));
    server = new InMemoryDirectoryServer(config);
    server.startListening();
    server.add("dn: dc=bank", "objectClass: domain", "dc: bank");
    for (var name : NAMES) {
      server.add(
          "dn: " + dn(name),
          "objectClass: inetOrgPerson",
          "uid: " + name,
          "cn: " + name,
          "sn: " + name,
          "userPassword: the password of " + name);
    }
    server.add(
        "dn: cn=Analysts,dc=bank",
        "objectClass: groupOfNames",
        "cn: Analysts",
        "member: " + dn("lea"));
    var settings = settings();
    directory = new LdapDirectory(settings, people);
    sync = new LdapSync(shop.mesh, settings, directory, people);
    for (var name : NAMES) {
      assertThat(directory.check(name, "the password of " + name)).isPresent();
    }
  }

  @AfterEach
  void stop() {
    server.shutDown(true);
  }

  @Test
  void whoIsGoneOrDisabledIsOutAndGroupsAreAsThere() throws Exception {
    server.delete(dn("max"));
    server.modify(
        "dn: " + dn("tom"), "changetype: modify", "add: employeeType", "employeeType: left");
    server.modify(
        "dn: cn=Analysts,dc=bank", "changetype: modify", "replace: member", "member: " + dn("tom"));

    sync.look();

    assertThat(user("lea").disabled()).isFalse();
    assertThat(user("lea").groups()).isEmpty();
    assertThat(user("max").disabled()).isTrue();
    assertThat(user("tom").disabled()).isTrue();
    assertThat(directory.check("tom", "the password of tom")).isEmpty();

    server.modify("dn: " + dn("tom"), "changetype: modify", "delete: employeeType");
    sync.look();

    assertThat(user("tom").disabled()).isFalse();
    assertThat(user("tom").groups()).containsExactly("analysts");
  }

  @Test
  void aDirectoryThatSaysNothingOrKnowsNobodyPutsNobodyOut() throws Exception {
    server.deleteSubtree("dc=bank");
    server.add("dn: dc=bank", "objectClass: domain", "dc: bank");
    sync.look();
    server.shutDown(true);
    sync.look();

    assertThat(NAMES).allSatisfy(name -> assertThat(user(name).disabled()).isFalse());
    assertThatThrownBy(() -> directory.check("lea", "the password of lea"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot be asked");
  }

  @Test
  void peopleAreKnownByTheBytesThatActiveDirectoryNamesThemBy() throws Exception {
    var guid =
        new byte[] {0x33, 0x22, 0x11, 0, 0x55, 0x44, 0x77, 0x66, -120, -103, 1, 2, 3, 4, 5, 6};
    server.modify(dn("lea"), List.of(new Modification(ModificationType.ADD, "objectGUID", guid)));
    var settings = settings("objectGUID");
    var active = new LdapDirectory(settings, people);
    shop.mesh.remove(ResourceKind.ORIGIN, "lea");
    shop.mesh.remove(ResourceKind.USER, "lea");

    assertThat(active.check("lea", "the password of lea")).isPresent();
    assertThat(subject("lea")).isEqualTo("00112233-4455-6677-8899-010203040506");
    new LdapSync(shop.mesh, settings, active, people).look();
    assertThat(user("lea").disabled()).isFalse();
    assertThat(active.check("max", "the password of max")).as("without one").isEmpty();
  }

  private String subject(String name) {
    return shop.mesh
        .state()
        .find(ResourceKind.ORIGIN, name, Origin.class)
        .flatMap(origin -> origin.of(LdapDirectory.SOURCE))
        .map(Origin.Link::subject)
        .orElse("");
  }

  private LdapSettings settings() {
    return settings("entryUUID");
  }

  private LdapSettings settings(String id) {
    return new LdapSettings(
        "localhost",
        server.getListenPort(),
        LdapSettings.Encryption.NONE,
        Optional.empty(),
        "",
        "",
        "dc=bank",
        "(objectClass=inetOrgPerson)",
        "(employeeType=left)",
        new LdapSettings.Attributes(id, "uid", "cn", "mail", "cn"),
        "dc=bank",
        "member",
        5,
        GroupMap.parse("Analysts=analysts"),
        Duration.ofMinutes(5),
        People.Existing.REFUSE);
  }

  private static String dn(String name) {
    return "uid=" + name + ",dc=bank";
  }

  private User user(String name) {
    return shop.mesh.state().find(ResourceKind.USER, name, User.class).orElseThrow();
  }
}
