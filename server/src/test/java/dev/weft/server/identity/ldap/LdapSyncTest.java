package dev.weft.server.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.Fixture;
import dev.weft.server.identity.people.GroupMap;
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

  private LdapSettings settings() {
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
        new LdapSettings.Attributes("entryUUID", "uid", "cn", "mail", "cn"),
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
