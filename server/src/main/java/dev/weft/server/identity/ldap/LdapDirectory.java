package dev.weft.server.identity.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.OutsidePasswords;
import dev.weft.server.identity.people.OutsidePerson;
import dev.weft.server.identity.people.People;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The directory as Weft asks it: search for the person, then bind as the person. Whatever somebody
 * types becomes a value within a filter that is built, never a part of its text. A connection is
 * used for one question. Safe for any thread.
 */
public final class LdapDirectory implements OutsidePasswords {
  static final String SOURCE = "ldap";
  private static final int NAME_MAX = 100;
  private static final int GROUPS_MAX = 1_000;
  private static final int SECONDS_MAX = 10;

  /** A slow directory takes no more than so many threads. */
  private static final int AT_ONCE = 20;

  private final LdapSettings settings;
  private final LdapConnections connections;
  private final People people;
  private final Semaphore places = new Semaphore(AT_ONCE);

  public LdapDirectory(LdapSettings settings, People people) {
    this.settings = settings;
    this.people = people;
    connections = new LdapConnections(settings);
  }

  @Override
  public Optional<PrincipalId> check(String name, String password) {
    if (name.isBlank() || name.length() > NAME_MAX || password.isEmpty()) {
      return Optional.empty(); // A bind without a password would be an anonymous one, and succeed.
    }
    if (!places.tryAcquire()) {
      throw busy();
    }
    try {
      return checked(name, password);
    } catch (LDAPException e) {
      throw unreachable(e);
    } finally {
      places.release();
    }
  }

  private Optional<PrincipalId> checked(String name, String password) throws LDAPException {
    try (var connection = connections.open()) {
      var found =
          search(connection, Filter.createEqualityFilter(settings.attributes().name(), name));
      if (found.size() != 1 || isDisabled(connection, found.get(0))) {
        return Optional.empty();
      }
      var entry = found.get(0);
      if (!connections.isPassword(entry.getDN(), password)) {
        return Optional.empty();
      }
      return person(connection, entry).map(one -> people.admit(one, settings.existing()));
    }
  }

  /** What the directory says now of those with these ids; who is missing is not in it. */
  Map<String, OutsidePerson> lookUp(Collection<String> ids) {
    try (var connection = connections.open()) {
      var any = new ArrayList<Filter>();
      for (var id : ids) {
        any.add(id().filter(id));
      }
      var all = new HashMap<String, OutsidePerson>();
      for (var entry : search(connection, Filter.createORFilter(any))) {
        if (!isDisabled(connection, entry)) {
          person(connection, entry).ifPresent(one -> all.put(one.subject(), one));
        }
      }
      return all;
    } catch (LDAPException e) {
      throw unreachable(e);
    }
  }

  private List<SearchResultEntry> search(LDAPConnection connection, Filter who)
      throws LDAPException {
    var names = settings.attributes();
    var filter = Filter.createANDFilter(Filter.create(settings.peopleFilter()), who);
    var request =
        request(
            settings.peopleBase(), filter, names.id(), names.name(), names.title(), names.email());
    return connection.search(request).getSearchEntries();
  }

  private static SearchRequest request(String base, Filter filter, String... attributes) {
    var request = new SearchRequest(base, SearchScope.SUB, filter, attributes);
    request.setSizeLimit(GROUPS_MAX);
    request.setTimeLimitSeconds(SECONDS_MAX);
    return request;
  }

  private boolean isDisabled(LDAPConnection connection, SearchResultEntry entry)
      throws LDAPException {
    if (settings.disabledFilter().isEmpty()) {
      return false;
    }
    var filter = Filter.create(settings.disabledFilter());
    try {
      var request = new SearchRequest(entry.getDN(), SearchScope.BASE, filter, "1.1");
      return connection.search(request).getEntryCount() > 0;
    } catch (LDAPSearchException e) {
      if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
        return true; // Gone in the meantime.
      }
      throw e;
    }
  }

  private Optional<OutsidePerson> person(LDAPConnection connection, SearchResultEntry entry)
      throws LDAPException {
    var names = settings.attributes();
    var id = id().of(entry);
    var name = text(entry, names.name());
    if (id.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    var groups = settings.groups().of(groups(connection, entry.getDN()));
    return Optional.of(
        OutsidePerson.of(
            SOURCE, id, name, text(entry, names.title()), text(entry, names.email()), groups));
  }

  private EntryId id() {
    return new EntryId(settings.attributes().id());
  }

  private static String text(SearchResultEntry entry, String attribute) {
    return Optional.ofNullable(entry.getAttributeValue(attribute)).orElse("");
  }

  /**
   * The groups of an entry, and those that these are in, so deep as is set and never in a circle.
   */
  private Set<String> groups(LDAPConnection connection, String member) throws LDAPException {
    var names = new HashSet<String>();
    if (settings.groupsBase().isEmpty()) {
      return names;
    }
    var seen = new LinkedHashSet<String>();
    var members = List.of(member);
    for (int depth = 0; depth <= settings.groupsDepth() && !members.isEmpty(); depth++) {
      var next = new ArrayList<String>();
      for (var group : groupsOf(connection, members)) {
        if (seen.size() < GROUPS_MAX && seen.add(group.getDN())) {
          names.add(text(group, settings.attributes().groupName()));
          next.add(group.getDN());
        }
      }
      members = next;
    }
    return names;
  }

  private List<SearchResultEntry> groupsOf(LDAPConnection connection, List<String> members)
      throws LDAPException {
    var any = new ArrayList<Filter>();
    for (var member : members) {
      any.add(Filter.createEqualityFilter(settings.memberAttribute(), member));
    }
    var name = settings.attributes().groupName();
    return connection
        .search(request(settings.groupsBase(), Filter.createORFilter(any), name))
        .getSearchEntries();
  }

  private static ProblemException busy() {
    return Problem.environment(
            "directory-busy", "Too many wait for the directory already.", "Try again in a moment.")
        .asException();
  }

  private ProblemException unreachable(LDAPException e) {
    return new ProblemException(
        List.of(
            Problem.environment(
                "directory-not-reachable",
                "The directory cannot be asked: " + e.getResultCode().getName() + ".",
                "Try again later; users of this mesh's own can log in all the same.")),
        e);
  }
}
