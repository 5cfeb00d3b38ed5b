package dev.weft.server;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Logins;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/**
 * Makes the first administrator, and writes a token for them to a file that only the owner of the
 * data folder can read. Nobody has a password until it is set.
 */
final class FirstStart {
  static final String ADMIN = "admin";
  private static final Duration TOKEN_LIFE = Duration.ofDays(365);

  private final MeshLog mesh;
  private final Logins logins;
  private final DataFolder folder;

  FirstStart(MeshLog mesh, Logins logins, DataFolder folder) {
    this.mesh = mesh;
    this.logins = logins;
    this.folder = folder;
  }

  void run() {
    var key = new ResourceKey(ResourceKind.USER, ADMIN);
    var created =
        mesh.decide(
            (state, now) -> {
              if (state.get(key).isPresent()) {
                return MeshLog.Decided.nothing(false);
              }
              var user =
                  Json.object()
                      .put("apiVersion", "weft.dev/v1")
                      .put("kind", "User")
                      .put("name", ADMIN)
                      .put("title", "Administrator");
              user.putArray("roles").add("admin");
              var event =
                  new AuditEvent(
                      PrincipalId.WEFT, "resource.create", key.toString(), true, Json.object());
              return new MeshLog.Decided<>(
                  List.of(MeshLog.Put.of(key, user, PrincipalId.WEFT)),
                  List.of(),
                  List.of(event),
                  true);
            });
    if (created || !tokenWorks()) {
      var issued = logins.issue(PrincipalId.user(ADMIN), TOKEN_LIFE, "administrator's token file");
      folder.writeSecret(folder.adminToken(), issued.token() + "\n");
    }
  }

  /** A kill between creating and writing leaves no usable file: then it is made again. */
  private boolean tokenWorks() {
    try {
      return Files.exists(folder.adminToken())
          && logins.caller(Files.readString(folder.adminToken()).strip()).isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
