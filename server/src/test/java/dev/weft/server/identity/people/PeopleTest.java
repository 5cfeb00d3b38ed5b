package dev.weft.server.identity.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import dev.weft.server.identity.Logins;
import dev.weft.server.identity.people.People.Existing;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PeopleTest {
  private final Fixture shop = new Fixture();
  private final People people = new People(shop.mesh);

  @Test
  void somebodyFromOutsideIsAUserFromTheFirstLoginOn() {
    shop.mesh.put(ResourceKind.GROUP, "analysts", "{'name':'analysts'}");

    people.admit(person("oidc", "s-1", "nora", "analysts", "unknown-here"), Existing.REFUSE);

    assertThat(user("nora").title()).isEqualTo("Nora North");
    assertThat(user("nora").groups()).containsExactly("analysts");
    assertThat(user("nora").roles()).isEmpty();
    assertThat(origin("nora").of("oidc")).isPresent();
  }

  @Test
  void groupsFollowTheOutsideAndThoseGivenHereStay() {
    for (var group : Set.of("analysts", "stewards", "given-here")) {
      shop.mesh.put(ResourceKind.GROUP, group, "{'name':'" + group + "'}");
    }
    people.admit(person("oidc", "s-1", "nora", "analysts"), Existing.REFUSE);
    shop.mesh.put(ResourceKind.USER, "nora", "{'name':'nora','groups':['analysts','given-here']}");

    people.admit(person("oidc", "s-1", "nora", "stewards"), Existing.REFUSE);

    assertThat(user("nora").groups()).containsExactly("given-here", "stewards");
  }

  @Test
  void aRenamedPersonStaysWhoTheyAre() {
    people.admit(person("oidc", "s-1", "nora"), Existing.REFUSE);

    var who = people.admit(person("oidc", "s-1", "nora.south"), Existing.REFUSE);

    assertThat(who).isEqualTo(PrincipalId.user("nora"));
  }

  @Test
  void nobodyTakesOverAUserOfTheMeshsOwn() {
    assertThat(code(() -> people.admit(person("oidc", "s-1", "olga"), Existing.REFUSE)))
        .isEqualTo("name-taken");
    shop.mesh.put(ResourceKind.USER, "root", "{'name':'root','roles':['admin']}");
    assertThat(code(() -> people.admit(person("oidc", "s-1", "root"), Existing.LINK)))
        .isEqualTo("name-taken");
    var logins = new Logins(shop.mesh, new MemoryAudit(shop.clock), shop.clock, new SecureRandom());
    logins.setPassword(Fixture.ADMIN, "pia", "a long enough password");
    assertThat(code(() -> people.admit(person("oidc", "s-1", "pia"), Existing.LINK)))
        .isEqualTo("name-taken");

    assertThat(people.admit(person("oidc", "s-1", "ada"), Existing.LINK))
        .isEqualTo(PrincipalId.user("ada"));
  }

  @Test
  void aNameThatIsGivenAgainIsNotTheOldPersons() {
    people.admit(person("ldap", "s-1", "nora"), Existing.REFUSE);

    assertThat(code(() -> people.admit(person("ldap", "s-2", "nora"), Existing.LINK)))
        .isEqualTo("another-person");
  }

  @Test
  void namesThatWouldBeSomethingElseAreRefused() {
    for (var name : new String[] {"", "weft", "product:sales", "../x", "a b", "agent:x"}) {
      assertThat(code(() -> people.admit(person("oidc", "s-1", name), Existing.LINK)))
          .isEqualTo("bad-name");
    }
  }

  @Test
  void whoIsDismissedIsOutAtOnceAndComesBackOnlyByThatSource() {
    var logins = new Logins(shop.mesh, new MemoryAudit(shop.clock), shop.clock, new SecureRandom());
    var nora = person("scim", "nora", "nora");
    people.provision(nora, true, Existing.REFUSE, PrincipalId.WEFT);
    people.admit(person("oidc", "s-1", "nora"), Existing.REFUSE);
    var token = logins.issue(PrincipalId.user("nora"), Duration.ofHours(1), "x").token();

    people.provision(nora, false, Existing.REFUSE, PrincipalId.WEFT);

    assertThat(logins.caller(token)).isEmpty();
    assertThat(shop.mesh.state().all(ResourceKind.ACCESS_TOKEN)).isEmpty();
    assertThat(code(() -> people.admit(person("oidc", "s-1", "nora"), Existing.REFUSE)))
        .isEqualTo("user-disabled");
    people.provision(nora, true, Existing.REFUSE, PrincipalId.WEFT);
    assertThat(user("nora").disabled()).isFalse();
  }

  @Test
  void whomAnAdministratorHasDisabledNoSourceLetsInAgain() {
    people.admit(person("ldap", "s-1", "nora"), Existing.REFUSE);
    shop.mesh.put(ResourceKind.USER, "nora", "{'name':'nora','disabled':true}");

    assertThat(code(() -> people.admit(person("ldap", "s-1", "nora"), Existing.REFUSE)))
        .isEqualTo("user-disabled");
    people.provision(person("ldap", "s-1", "nora"), true, Existing.REFUSE, PrincipalId.WEFT);
    assertThat(user("nora").disabled()).isTrue();
  }

  @Test
  void whoIsForgottenLeavesTheirNameBehindAndNothingElse() {
    people.provision(person("scim", "nora", "nora"), true, Existing.REFUSE, PrincipalId.WEFT);

    people.forget("scim", "nora", PrincipalId.WEFT);

    assertThat(user("nora").disabled()).isTrue();
    assertThat(shop.mesh.state().get(new ResourceKey(ResourceKind.ORIGIN, "nora"))).isEmpty();
    assertThat(code(() -> people.admit(person("scim", "nora", "nora"), Existing.REFUSE)))
        .isEqualTo("name-taken");
  }

  private static OutsidePerson person(
      String source, String subject, String name, String... groups) {
    return OutsidePerson.of(source, subject, name, "Nora North", "nora@x.example", Set.of(groups));
  }

  private User user(String name) {
    return shop.mesh.state().find(ResourceKind.USER, name, User.class).orElseThrow();
  }

  private Origin origin(String name) {
    return shop.mesh.state().find(ResourceKind.ORIGIN, name, Origin.class).orElseThrow();
  }

  private static String code(ThrowingCallable act) {
    var codes = new String[1];
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(ProblemException.class, e -> codes[0] = e.first().code());
    return codes[0];
  }
}
