package dev.weft.server.identity.ldap;

import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.people.Origin;
import dev.weft.server.identity.people.OutsidePerson;
import dev.weft.server.identity.people.People;
import dev.weft.spi.MeshLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the directory now and then about everybody who has come from it: who is gone or disabled
 * there is out here, and groups are as there. Nobody is added before they log in. What cannot be
 * asked changes nothing, and an answer that knows nobody at all is not believed.
 */
public final class LdapSync {
  private static final Logger LOG = LoggerFactory.getLogger(LdapSync.class);
  private static final int AT_ONCE = 100;
  private static final int BELIEVED = 3;

  private final MeshLog mesh;
  private final LdapSettings settings;
  private final LdapDirectory directory;
  private final People people;

  public LdapSync(MeshLog mesh, LdapSettings settings, LdapDirectory directory, People people) {
    this.mesh = mesh;
    this.settings = settings;
    this.directory = directory;
    this.people = people;
  }

  /** Looks once; only the mesh's writer does. */
  public void look() {
    try {
      var known = links();
      var found = found(known);
      if (found.isEmpty() && known.size() >= BELIEVED) {
        LOG.warn(
            "The directory knows none of {} people any more; that is not believed. Check ldap.*.",
            known.size());
        return;
      }
      known.forEach(link -> apply(link, found));
    } catch (ProblemException e) {
      LOG.warn("People are not compared with the directory: {}", e.getMessage());
    }
  }

  private List<Origin.Link> links() {
    return People.all(mesh.state()).stream()
        .flatMap(one -> one.origin().of(LdapDirectory.SOURCE).stream())
        .toList();
  }

  private Map<String, OutsidePerson> found(List<Origin.Link> known) {
    var found = new HashMap<String, OutsidePerson>();
    var ids = new ArrayList<>(known.stream().map(Origin.Link::subject).toList());
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      found.putAll(directory.lookUp(ids.subList(from, Math.min(ids.size(), from + AT_ONCE))));
    }
    return found;
  }

  private void apply(Origin.Link link, Map<String, OutsidePerson> found) {
    var person = found.get(link.subject());
    if (person != null) {
      var unused = people.provision(person, true, settings.existing(), PrincipalId.WEFT);
    } else if (link.active()) {
      people.dismiss(LdapDirectory.SOURCE, link.subject(), PrincipalId.WEFT);
    }
  }
}
