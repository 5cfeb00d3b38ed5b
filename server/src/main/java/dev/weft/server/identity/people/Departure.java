package dev.weft.server.identity.people;

import dev.weft.model.ClientKey;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;

/** What becomes of somebody whom a directory has given up. */
final class Departure {
  private Departure() {}

  static MeshLog.Decided<String> of(
      MeshState state, People.Known who, String source, PrincipalId by) {
    var user = new ResourceKey(ResourceKind.USER, who.name());
    var origin = new ResourceKey(ResourceKind.ORIGIN, who.name());
    var id = PrincipalId.user(who.name());
    var puts = new ArrayList<MeshLog.Put>();
    var gone = new ArrayList<>(People.tokens(state, id));
    state
        .get(user)
        .map(known -> known.document().deepCopy().put("disabled", true))
        .ifPresent(document -> puts.add(MeshLog.Put.of(user, document, by)));
    var rest = who.origin().without(source);
    if (rest.links().isEmpty()) {
      gone.add(origin);
    } else {
      puts.add(MeshLog.Put.of(origin, Json.tree(rest), by));
    }
    for (var key : state.all(ResourceKind.CLIENT_KEY)) {
      var kept = key.as(ClientKey.class);
      if (kept.principal().equals(id) && !kept.revoked()) {
        var revoked = key.document().deepCopy().put("revoked", true);
        puts.add(MeshLog.Put.of(key.key(), revoked, by));
      }
    }
    var details = Json.object().put("source", source);
    var events =
        List.of(
            new AuditEvent(by, "person.leave", user.toString(), true, details),
            new AuditEvent(by, "token.revoke", user.toString(), true, Json.object()));
    return new MeshLog.Decided<>(puts, gone, events, who.name());
  }
}
