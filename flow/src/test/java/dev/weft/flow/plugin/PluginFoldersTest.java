package dev.weft.flow.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.flow.ProcessorTypes;
import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.testing.Pause;
import dev.weft.testing.PluginJar;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFoldersTest {
  private static final Expressions NO_EXPRESSIONS =
      text -> {
        throw new UnsupportedOperationException(text);
      };

  @TempDir Path work;
  private Path folder;
  private final ProcessorTypes types = new ProcessorTypes(List.of());
  private PluginFolders plugins;
  private int changes;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(work.resolve("plugins"));
    plugins =
        new PluginFolders(
            List.of(folder), work.resolve("loaded"), types, Clock.systemUTC(), () -> changes++);
  }

  @AfterEach
  void close() {
    plugins.close();
  }

  @Test
  void findsAJarThatHasComeOnceItIsWrittenToItsEnd() throws Exception {
    plugins.look();
    PluginJar.processor("Mark", "1").writeTo(folder.resolve("mark.jar"));
    plugins.look();

    assertThat(types.find("Mark")).isEmpty(); // It could still grow.
    plugins.look();

    assertThat(by("Mark")).isEqualTo("1");
    assertThat(changes).isEqualTo(1);
    assertThat(one("mark.jar").state()).isEqualTo(PluginStatus.State.LOADED);
    assertThat(one("mark.jar").types()).containsExactly("Mark");
  }

  @Test
  void loadsAReplacedJarAnewAndLeavesTheOldClassesToThoseWhoHaveThem() throws Exception {
    PluginJar.processor("Mark", "1").writeTo(folder.resolve("mark.jar"));
    plugins.look();
    var before = types.find("Mark").orElseThrow();
    var edition = types.edition("Mark").orElseThrow();

    PluginJar.processor("Mark", "2").writeTo(folder.resolve("mark.jar"));
    lookTwice();

    assertThat(by("Mark")).isEqualTo("2");
    assertThat(by(before)).isEqualTo("1");
    assertThat(types.edition("Mark").orElseThrow()).isNotEqualTo(edition);
  }

  @Test
  void loadsControllerServicesAndTakesThemAwayAgain() throws Exception {
    new PluginJar()
        .source(
            "plug.Words",
            """
            package plug;
            import dev.weft.spi.flow.*;
            import java.time.Clock;
            import java.util.Map;
            import java.util.Optional;
            public final class Words implements ServiceType<Words.Settings, LookupService> {
              public record Settings(@Doc("Anything.") String word) {}
              public String name() { return "Words"; }
              public String summary() { return "Knows one word."; }
              public Class<Settings> settings() { return Settings.class; }
              public Class<LookupService> gives() { return LookupService.class; }
              public LookupService create(Settings settings, Clock clock) {
                return key -> Optional.of(Map.of("word", settings.word()));
              }
            }
            """)
        .service("dev.weft.spi.flow.ServiceType", "plug.Words")
        .writeTo(folder.resolve("words.jar"));
    plugins.look();

    assertThat(types.findService("Words")).isPresent();
    assertThat(types.serviceEdition("Words").orElseThrow()).startsWith("words.jar@");
    assertThat(one("words.jar").types()).containsExactly("Words");

    Files.delete(folder.resolve("words.jar"));
    plugins.look();
    assertThat(types.findService("Words")).isEmpty();
  }

  @Test
  void takesAwayWhatHasGoneAndKnowsWhoseItWas() throws Exception {
    PluginJar.processor("Mark", "1").writeTo(folder.resolve("mark.jar"));
    plugins.look();
    Files.delete(folder.resolve("mark.jar"));

    plugins.look();

    assertThat(types.find("Mark")).isEmpty();
    assertThat(types.gone("Mark")).contains("mark.jar");
    assertThat(plugins.status()).isEmpty();
  }

  @Test
  void givesTwoPluginsTheirOwnVersionsOfTheSameClass() throws Exception {
    for (var version : List.of("1", "2")) {
      PluginJar.processor("Uses" + version, "lib.Library.version()")
          .source(
              "lib.Library",
              "package lib; public class Library { public static int version() { return "
                  + version
                  + "; } }")
          .writeTo(folder.resolve("uses" + version + ".jar"));
    }

    plugins.look();

    assertThat(by("Uses1")).isEqualTo("1");
    assertThat(by("Uses2")).isEqualTo("2");
  }

  @Test
  void showsAPluginNothingOfWeftButItsInterface() throws Exception {
    var found =
        "List.of(has(\"dev.weft.flow.FlowRunner\"),"
            + " has(\"org.apache.kafka.clients.producer.Producer\"),"
            + " has(\"dev.weft.spi.flow.Processor\"),"
            + " has(\"com.fasterxml.jackson.databind.JsonNode\"),"
            + " Look.class.getClassLoader().getResource(\"dev/weft/flow/FlowRunner.class\") !="
            + " null)";
    PluginJar.processor("Look", found)
        .source(
            "plug.Look",
            PluginJar.processor("Look", found)
                .text()
                .replace(
                    "public String name()",
                    "static boolean has(String name) { try { Class.forName(name, false,"
                        + " Look.class.getClassLoader()); return true; } catch"
                        + " (ClassNotFoundException e) { return false; } }\n"
                        + "public String name()"))
        .writeTo(folder.resolve("look.jar"));

    plugins.look();

    assertThat(by("Look")).isEqualTo("[false, false, true, true, false]");
  }

  @Test
  void reportsABrokenJarAndLoadsTheOthers() throws Exception {
    Files.writeString(folder.resolve("broken.jar"), "this is no jar");
    new PluginJar().writeTo(folder.resolve("empty.jar"));
    new PluginJar()
        .service(ProcessorType.class.getName(), "not.There")
        .writeTo(folder.resolve("lost.jar"));
    PluginJar.processor("Fails", "1")
        .source(
            "plug.Fails",
            PluginJar.processor("Fails", "1")
                .text()
                .replace("return \"Fails\"", "throw new IllegalStateException(\"no luck\")"))
        .writeTo(folder.resolve("fails.jar"));
    PluginJar.processor("Leads", "1")
        .manifest(Attributes.Name.CLASS_PATH, "../elsewhere.jar")
        .writeTo(folder.resolve("leads.jar"));
    PluginJar.processor("PublishPort", "1").writeTo(folder.resolve("twin.jar"));
    PluginJar.processor("Mark", "1").writeTo(folder.resolve("mark.jar"));
    PluginJar.processor("Mark", "2").writeTo(folder.resolve("second.jar"));

    plugins.look();

    assertThat(by("Mark")).isEqualTo("1");
    assertThat(one("broken.jar").message()).startsWith("It is not a jar that can be read: ");
    assertThat(one("empty.jar").message()).startsWith("It names no type of processor in META-INF");
    assertThat(one("lost.jar").message()).contains("not.There");
    assertThat(one("fails.jar").message()).contains("no luck");
    assertThat(one("leads.jar").message()).contains("Class-Path");
    assertThat(one("twin.jar").message()).contains("'PublishPort', which Weft has itself");
    assertThat(one("second.jar").message()).contains("'Mark', which mark.jar gives already");
    assertThat(plugins.status())
        .filteredOn(each -> each.state() == PluginStatus.State.LOADED)
        .extracting(PluginStatus::file)
        .containsExactly("mark.jar");
  }

  @Test
  void keepsThePluginThatRunsWhenItsSuccessorIsBroken() throws Exception {
    PluginJar.processor("Mark", "1").writeTo(folder.resolve("mark.jar"));
    plugins.look();
    Files.writeString(folder.resolve("mark.jar"), "half a jar");

    lookTwice();

    assertThat(by("Mark")).isEqualTo("1");
    assertThat(one("mark.jar").state()).isEqualTo(PluginStatus.State.OUTDATED);
  }

  @Test
  void oneThatLoadsSlowlyComesInByItselfWhenItHas() throws Exception {
    var go = work.resolve("go");
    var waits =
        "static { while (!java.nio.file.Files.exists(java.nio.file.Path.of(\""
            + go
            + "\"))) Thread.onSpinWait(); }\npublic String name()";
    PluginJar.processor("Slow", "1")
        .source(
            "plug.Slow",
            PluginJar.processor("Slow", "1").text().replace("public String name()", waits))
        .writeTo(folder.resolve("slow.jar"));
    PluginJar.processor("Mark", "1").writeTo(folder.resolve("mark.jar"));
    try (var impatient =
        new PluginFolders(
            List.of(folder),
            work.resolve("copies"),
            types,
            Clock.systemUTC(),
            () -> changes++,
            Duration.ZERO)) {
      impatient.look();
      assertThat(impatient.status())
          .filteredOn(each -> each.file().equals("slow.jar"))
          .extracting(PluginStatus::message)
          .singleElement()
          .asString()
          .contains("it is used once they have");

      Files.createFile(go);
      var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (types.find("Slow").isEmpty() && System.nanoTime() < deadline) {
        Pause.after(System.nanoTime());
        impatient.look();
      }
      assertThat(by("Mark")).isEqualTo("1");
      assertThat(impatient.status())
          .extracting(PluginStatus::state)
          .containsOnly(PluginStatus.State.LOADED);
      assertThat(by("Slow")).isEqualTo("1");
    }
  }

  @Test
  void aTypeThatAnotherGivesComesInWhenTheOtherHasGone() throws Exception {
    PluginJar.processor("Mark", "1").writeTo(folder.resolve("mark.jar"));
    PluginJar.processor("Mark", "2").writeTo(folder.resolve("second.jar"));
    plugins.look();
    assertThat(one("second.jar").message()).contains("which mark.jar gives already");

    Files.delete(folder.resolve("mark.jar"));
    plugins.look();

    assertThat(one("second.jar").state()).isEqualTo(PluginStatus.State.LOADED);
    assertThat(by("Mark")).isEqualTo("2");
  }

  @Test
  void neverLoadsWhatOthersCanWrite() throws Exception {
    var jar = folder.resolve("mark.jar");
    PluginJar.processor("Mark", "1").writeTo(jar);
    plugins.look();
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
    PluginJar.processor("Link", "1").writeTo(work.resolve("link.jar"));
    Files.createSymbolicLink(folder.resolve("link.jar"), work.resolve("link.jar"));

    lookTwice();

    assertThat(types.find("Mark")).isEmpty();
    assertThat(one("mark.jar").message()).contains("Others than its owner can write it");
    assertThat(types.find("Link")).isEmpty();
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    lookTwice();
    assertThat(by("Mark")).isEqualTo("1");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    lookTwice();
    assertThat(one("mark.jar").message()).startsWith("Of its folder: Others");
  }

  @Test
  void takesAFolderOfJarsForOnePlugin() throws Exception {
    var together = Files.createDirectories(folder.resolve("together/lib"));
    new PluginJar()
        .source("lib.Library", "package lib; public class Library { public static int one = 1; }")
        .writeTo(together.resolve("library.jar"));
    PluginJar.processor("Mark", "one()")
        .source(
            "plug.Mark",
            PluginJar.processor("Mark", "one()")
                .text()
                .replace(
                    "public String name()",
                    "static Object one() { try { return"
                        + " Class.forName(\"lib.Library\").getField(\"one\").get(null); } catch"
                        + " (ReflectiveOperationException e) { return e; } }\n"
                        + "public String name()"))
        .writeTo(folder.resolve("together/mark.jar"));
    Files.createDirectory(folder.resolve("nothing"));
    plugins.look();

    assertThat(by("Mark")).isEqualTo("1");
    assertThat(plugins.status()).extracting(PluginStatus::file).containsExactly("together");

    Files.setPosixFilePermissions(together, PosixFilePermissions.fromString("rwxrwxrwx"));
    lookTwice();
    assertThat(one("together").message()).startsWith("Of its folder: Others");
    assertThat(types.find("Mark")).isEmpty();

    Files.setPosixFilePermissions(together, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.delete(together.resolve("library.jar"));
    lookTwice();
    assertThat(by("Mark")).contains("ClassNotFoundException");
  }

  @Test
  void lendsItsJdbcDriversToAllOfWeft() throws Exception {
    new PluginJar()
        .source(
            "plug.Odd",
            """
            package plug;
            import java.sql.*;
            import java.util.Properties;
            public final class Odd implements Driver {
              public Connection connect(String url, Properties info) { return null; }
              public boolean acceptsURL(String url) { return url.startsWith("jdbc:odd:"); }
              public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return null; }
              public int getMajorVersion() { return 7; }
              public int getMinorVersion() { return 0; }
              public boolean jdbcCompliant() { return false; }
              public java.util.logging.Logger getParentLogger() { return null; }
            }
            """)
        .service("java.sql.Driver", "plug.Odd")
        .writeTo(folder.resolve("odd.jar"));

    plugins.look();

    assertThat(DriverManager.getDriver("jdbc:odd:x").getMajorVersion()).isEqualTo(7);
    assertThat(one("odd.jar").drivers()).containsExactly("plug.Odd");
    plugins.close();
    assertThat(DriverManager.drivers()).noneMatch(each -> each instanceof SharedDriver);
  }

  private void lookTwice() {
    plugins.look();
    plugins.look();
  }

  private PluginStatus one(String file) {
    return plugins.status().stream()
        .filter(each -> each.file().equals(file))
        .findFirst()
        .orElseThrow();
  }

  private String by(String type) throws Exception {
    return by(types.find(type).orElseThrow());
  }

  /** What the processor says of itself. */
  private <S extends Record> String by(ProcessorType<S> type) throws Exception {
    var settings = type.settings().getConstructor(String.class).newInstance("x");
    var context = TestContext.of(NO_EXPRESSIONS, Clock.systemUTC()).processor();
    try (var flow = TestFlow.of(((ProcessorType.OfProcessor<S>) type).create(settings, context))) {
      flow.send(new DataRecord(Map.of("a", 1L)));
      return (String) flow.records("success").get(0).fields().get("by");
    }
  }
}
