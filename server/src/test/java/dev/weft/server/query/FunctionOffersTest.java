package dev.weft.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.server.identity.Caller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FunctionOffersTest {
  @TempDir Path data;

  private final Fixture shop = new Fixture();
  private FunctionFolder folder;
  private FunctionOffers offers;

  @BeforeEach
  void open() {
    folder = new FunctionFolder(data);
    offers = offers(true);
  }

  private FunctionOffers offers(boolean isOn) {
    return new FunctionOffers(
        shop.mesh, new OfferedJars(data), folder, isOn, "http://one", shop.clock);
  }

  @Test
  void nothingIsUsedBeforeAnotherPersonHasLetItIn() throws IOException {
    var offer = offers.offer(Fixture.OLGA, "../shout me.jar", jar("org/example/Shout.class"));

    assertThat(offer.file()).isEqualTo(".._shout_me.jar");
    assertThat(offer.classes()).isEqualTo(1);
    assertThat(offer.server()).as("on no other").isEqualTo("http://one");
    assertThat(folder.jar(offer.sha256())).isEmpty();
    assertThat(offers.list(Fixture.OLGA)).containsExactly(offer);
    assertThat(offers.list(Fixture.PIA)).isEmpty();

    offers.accept(Fixture.ADMIN, offer.sha256());

    var used = folder.jar(offer.sha256()).orElseThrow();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(used)))
        .isEqualTo("rw-------");
    assertThat(offers.list(Fixture.ADMIN).get(0).acceptedBy()).isEqualTo("admin");
  }

  @Test
  void nobodyLetsInWhatTheyHaveOffered() throws IOException {
    var own = offers.offer(Fixture.ADMIN, "a.jar", jar("A.class")).sha256();
    var other = offers.offer(Fixture.OLGA, "b.jar", jar("B.class")).sha256();
    var agent = new Caller(PrincipalId.agent("helper"), Set.of("admin"), Instant.MAX);

    assertRefused("own-offer", () -> offers.accept(Fixture.ADMIN, own));
    assertRefused("not-an-administrator", () -> offers.accept(Fixture.OLGA, other));
    assertRefused("no-person", () -> offers.accept(agent, own));
    assertRefused("not-an-owner", () -> offers.offer(Fixture.ADA, "c.jar", jar("C.class")));
    assertThat(folder.jar(own)).isEmpty();
    assertThat(folder.jar(other)).isEmpty();
  }

  @Test
  void whoeverWithdrawsItTakesItsFunctionsAlong() throws IOException {
    var hash = offers.offer(Fixture.OLGA, "a.jar", jar("A.class")).sha256();
    offers.accept(Fixture.ADMIN, hash);
    assertThat(folder.jar(hash)).isPresent();
    shop.mesh.put(ResourceKind.FUNCTION, "customers.a", function("customers.a", hash));
    shop.mesh.put(ResourceKind.FUNCTION, "customers.b", function("customers.b", "ab".repeat(32)));

    assertRefused("not-an-administrator", () -> offers.withdraw(Fixture.OLGA, hash));
    offers.withdraw(Fixture.ADMIN, hash);

    assertThat(folder.jar(hash)).isEmpty();
    assertThat(offers.list(Fixture.ADMIN)).isEmpty();
    assertThat(shop.mesh.state().all(ResourceKind.FUNCTION))
        .extracting(each -> each.name())
        .containsExactly("customers.b");
  }

  private static String function(String name, String hash) {
    return "{'apiVersion':'weft.dev/v1','kind':'Function','name':'"
        + name
        + "','product':'customers','class':'A','sha256':'"
        + hash
        + "'}";
  }

  @Test
  void whatIsNoJarIsNotKept() throws IOException {
    assertRefused("no-jar", () -> offers.offer(Fixture.OLGA, "a.jar", bytes("no jar")));
    assertRefused("no-jar", () -> offers.offer(Fixture.OLGA, "a.jar", jar("readme.txt")));

    try (var files = Files.list(data.resolve("functions.offered"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aServerTakesNoneUnlessWhoRunsItSaysSo() {
    assertRefused(
        "no-jars-by-network", () -> offers(false).offer(Fixture.OLGA, "a.jar", jar("A.class")));
  }

  private static void assertRefused(String code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo(code));
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ByteArrayInputStream jar(String entry) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(entry.getBytes(StandardCharsets.UTF_8));
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
