package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A server of a test's own, with the mesh that it is given and people who log in. It has no
 * language model, which takes seconds to start, unless a test asks for it.
 */
record OwnServer(Weft weft, Rest admin) implements AutoCloseable {
  /** Of those who have one. */
  static final String PASSWORD = "a long enough password";

  private static final Duration LIFE = Duration.ofHours(1);

  /** With the language model, so that search compares meanings. */
  static final String MEANINGS = "search.vectors = on";

  /** Starts it on free ports and applies the documents. */
  static OwnServer start(Path data, String mesh) throws IOException {
    return start(data, mesh, List.of());
  }

  /** A mesh with nothing in it. */
  static OwnServer start(Path data) throws IOException {
    return start(data, "", List.of());
  }

  /** The same with further settings, as lines of the settings' file; {@link #MEANINGS} is one. */
  static OwnServer start(Path data, String mesh, List<String> settings) throws IOException {
    var config = Files.createTempFile("weft", ".properties");
    var lines = new ArrayList<>(settings);
    if (!settings.contains(MEANINGS)) {
      lines.add("search.vectors = off");
    }
    Files.write(config, lines);
    var arguments =
        List.of(
            "--config",
            config.toString(),
            "--data",
            data.toString(),
            "--http",
            "0",
            "--gateway",
            "0");
    var weft = Weft.start(Settings.parse("data", arguments), Throwable::printStackTrace);
    Files.delete(config);
    var token = Files.readString(data.resolve("admin.token")).strip();
    var server = new OwnServer(weft, new Rest(weft.url(), token));
    if (!mesh.isEmpty()) {
      server.apply(mesh);
    }
    return server;
  }

  /** Applies documents as the administrator. */
  void apply(String text) {
    var applied = tryToApply(text);
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
  }

  /** The same, whatever is answered. */
  Rest.Answer tryToApply(String text) {
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "mesh.yaml").put("text", text);
    return admin.post("/api/v1/apply", body);
  }

  /** A person of the mesh, who has logged in. */
  Rest login(String name) {
    return login(weft, name);
  }

  /** The same, of any server in this process; without a password, which is dear to hash. */
  static Rest login(Weft weft, String name) {
    var token = weft.desk().logins().issue(PrincipalId.user(name), LIFE, "session").token();
    return new Rest(weft.url(), token);
  }

  /** A person who has a password, {@link #PASSWORD}, and has logged in with it. */
  Rest loginByPassword(String name) {
    var password = Json.text(Json.object().put("password", PASSWORD));
    admin.send("PUT", "/api/v1/users/" + name + "/password", password);
    return admin.login(name, PASSWORD);
  }

  @Override
  public void close() {
    weft.close();
  }
}
