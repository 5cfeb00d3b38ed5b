package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.server.WeftProcess.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that does not give Weft what it needs: it says so in a sentence and ends, with exit
 * code 3, or goes on; in either case nothing acknowledged is lost.
 */
class BadSurroundingsIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ENVIRONMENT = 3;

  @TempDir Path folder;

  private final Random random = new Random(7);

  @Test
  void aPortInUseIsSaidAtOnce() throws Exception {
    var home = Home.at(folder.resolve("data"), random);
    for (var port : List.of(home.http(), home.gateway())) {
      try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
          var weft = home.start()) {
        assertThat(weft.awaitEnd()).isEqualTo(ENVIRONMENT);
        assertThat(taken.isBound()).isTrue();
        assertThat(Files.readAllLines(home.printed()))
            .as(weft.printed())
            .hasSize(2)
            .last()
            .asString()
            .contains("cannot listen on 127.0.0.1:" + port)
            .contains("choose another port");
      }
      Files.delete(home.printed());
    }
  }

  @Test
  void aDataFolderInUseIsSaid() throws Exception {
    var home = Home.at(folder.resolve("data"), random);
    try (var first = home.start().awaitReady()) {
      var same = new Home(home.data(), freePort(), freePort());
      try (var second = same.start()) {
        assertThat(second.awaitEnd()).isEqualTo(ENVIRONMENT);
        assertThat(second.printed()).contains("data-folder-in-use", "Another Weft");
      }
      assertThat(first.isReady()).isTrue();
      assertThat(home.admin().get("/api/v1/whoami").status()).isEqualTo(200);
    }
  }

  @Test
  void aReadOnlyDataFolderIsSaid() throws Exception {
    var data = Files.createDirectory(folder.resolve("data"));
    try (var disk = SmallDisk.mount(data, 300)) {
      disk.makeReadOnly();
      try (var weft = Home.at(data, random).start()) {
        assertThat(weft.awaitEnd()).isEqualTo(ENVIRONMENT);
        assertThat(weft.printed()).contains("data-folder", data.toString(), "--data");
      }
    }
  }

  @Test
  void aFullDiskLosesNothing() throws Exception {
    var data = Files.createDirectory(folder.resolve("data"));
    try (var disk = SmallDisk.mount(data, 400)) {
      var home = Home.at(data, random);
      var acknowledged = new ArrayList<String>();
      try (var weft = home.start().awaitReady()) {
        applyTerms(home.admin(), acknowledged, 5);
        fill(disk);
        applyTerms(home.admin(), acknowledged, 20);
        if (weft.isAlive()) {
          weft.stop();
        } else {
          assertThat(weft.awaitEnd()).as(weft.printed()).isEqualTo(ENVIRONMENT);
          assertThat(weft.printed()).contains("the disk of").contains("start Weft again");
        }
      }

      disk.resize(800);
      try (var weft = home.start().awaitReady()) {
        var terms = home.admin().get("/api/v1/resources/term").body().path("items");
        assertThat(new HashSet<>(terms.findValuesAsText("name"))).containsAll(acknowledged);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(5);
        assertThat(home.admin().get("/api/v1/audit/verify").body().path("faults")).isEmpty();
        assertThat(weft.stop()).isZero();
      }
    }
  }

  @Test
  void anotherKeyFileIsSaidByTheFlowAndMendedBySettingTheSecretAgain() throws Exception {
    var home = Home.at(folder.resolve("data"), random);
    var inbox = Files.createDirectory(folder.resolve("inbox"));
    var parameters =
        Map.of("folder", inbox.toString(), "port", "" + freePort(), "token", "a token of the flow");
    try (var weft = home.start().awaitReady()) {
      var applied =
          home.admin().post("/api/v1/apply", MeshFiles.apply("/bad/mesh.yaml", parameters));
      assertThat(applied.status()).as(applied.text()).isEqualTo(200);
      awaitFlow(home, "running", "");
      assertThat(weft.stop()).isZero();
    }
    Files.delete(home.data().resolve("secret.key"));

    try (var weft = home.start().awaitReady()) {
      awaitFlow(home, "failed", "encrypted with another key file");
      var again = home.admin().post("/api/v1/apply", MeshFiles.apply("/bad/mesh.yaml", parameters));
      assertThat(again.status()).as(again.text()).isEqualTo(200);
      awaitFlow(home, "running", "");
      assertThat(weft.stop()).isZero();
    }
  }

  @Test
  void aKeyFileThatIsNoneIsSaid() throws Exception {
    var home = Home.at(folder.resolve("data"), random);
    Files.createDirectory(home.data());
    Files.writeString(
        home.data().resolve("secret.key"), Base64.getEncoder().encodeToString(new byte[5]));
    try (var weft = home.start()) {
      assertThat(weft.awaitEnd()).isEqualTo(ENVIRONMENT);
      assertThat(weft.printed()).contains("secret.key", "32 bytes");
    }
  }

  // --- what is done

  /** Whatever is not acknowledged, an error or no answer, may have happened or not. */
  private static void applyTerms(Rest admin, List<String> acknowledged, int count) {
    for (var i = 0; i < count; i++) {
      var name = "term-" + acknowledged.size() + "-" + i;
      var body = Json.object();
      body.putArray("documents")
          .addObject()
          .put("file", name)
          .put(
              "text",
              "apiVersion: weft.dev/v1\nkind: Term\nname: " + name + "\ndefinition: Means it.\n");
      try {
        if (admin.post("/api/v1/apply", body).status() == 200) {
          acknowledged.add(name);
        }
      } catch (UncheckedIOException e) {
        return;
      }
    }
  }

  private void fill(SmallDisk disk) throws IOException {
    var block = new byte[1 << 20];
    try (var out = Files.newOutputStream(disk.folder().resolve("filling"))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(disk.folder().toFile().getUsableSpace()).isLessThan(block.length);
    }
  }

  private static void awaitFlow(Home home, String status, String message) {
    Eventually.within(
        SOON,
        "from-http " + status + " " + message,
        () -> {
          var flow = home.admin().get("/api/v1/flows/from-http").body();
          return flow.path("status").asText().equals(status)
              && flow.path("message").asText().contains(message);
        });
  }

  private int freePort() {
    return WeftProcess.freePort(random);
  }
}
