package dev.weft.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.Classifier.Candidate;
import dev.weft.spi.Classifier.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Chinook sample database, if it lies in a folder beside the project: real, untidy values. */
class ExampleDatabaseTest {
  private static final String SQL = "data/chinook-postgres.sql";
  private static final Pattern INSERT =
      Pattern.compile("INSERT INTO (\\w+) \\(([^)]*)\\) VALUES\\s*");
  private static final Pattern VALUE = Pattern.compile("(?:N?'((?:[^']|'')*)'|([^,'()]+))(?:, |$)");

  private static String script;

  @BeforeAll
  static void readScript() throws IOException {
    var here = Path.of("").toAbsolutePath();
    while (here.getParent() != null && !Files.exists(here.resolveSibling("shared").resolve(SQL))) {
      here = here.getParent();
    }
    var file = here.resolveSibling("shared").resolve(SQL);
    Assumptions.assumeTrue(Files.exists(file), "../shared/" + SQL + " is not there");
    script = Files.readString(file);
  }

  @Test
  void customersAreTaggedAsAPersonWould() {
    assertThat(tags("customer"))
        .containsOnly(
            Map.entry("first_name", "pii.name"),
            Map.entry("last_name", "pii.name"),
            Map.entry("address", "pii.address"),
            Map.entry("postal_code", "geo.postal-code"),
            Map.entry("phone", "pii.phone"),
            Map.entry("fax", "pii.phone"),
            Map.entry("email", "pii.email"));
  }

  @Test
  void invoicesHaveAnAddressOnly() {
    assertThat(tags("invoice"))
        .containsOnly(
            Map.entry("billing_address", "pii.address"),
            Map.entry("billing_postal_code", "geo.postal-code"));
  }

  @Test
  void employeesHaveADateOfBirthToo() {
    assertThat(tags("employee"))
        .containsEntry("birth_date", "pii.birth-date")
        .doesNotContainKeys("hire_date", "title", "city", "country")
        .containsEntry("postal_code", "geo.postal-code");
  }

  @Test
  void musicIsNotPersonal() {
    for (var table :
        List.of("genre", "media_type", "artist", "album", "playlist", "invoice_line")) {
      assertThat(tags(table)).as(table).isEmpty();
    }
  }

  private static Map<String, String> tags(String table) {
    var classifiers = Classifiers.installed();
    Map<String, String> tags = new TreeMap<>();
    columns(table)
        .forEach(
            (column, values) ->
                classifiers
                    .classify(new Candidate("shop", column, "string", "", values))
                    .forEach((Finding finding) -> tags.put(column, finding.tag())));
    return tags;
  }

  private static Map<String, List<String>> columns(String table) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    List<String> names = List.of();
    for (var line : script.lines().toList()) {
      var insert = INSERT.matcher(line);
      if (insert.matches()) {
        names = insert.group(1).equals(table) ? List.of(insert.group(2).split(", ")) : List.of();
      } else if (!names.isEmpty() && line.startsWith("    (")) {
        addRow(names, line.strip(), columns);
      }
    }
    assertThat(columns).as(table).isNotEmpty();
    return columns;
  }

  private static void addRow(List<String> names, String row, Map<String, List<String>> columns) {
    var values = VALUE.matcher(row.substring(1, row.lastIndexOf(')')));
    for (var name : names) {
      assertThat(values.find()).isTrue();
      var text = values.group(1) == null ? values.group(2) : values.group(1).replace("''", "'");
      var column = columns.computeIfAbsent(name, any -> new ArrayList<>());
      if (!text.equals("NULL")) {
        column.add(text);
      }
    }
  }
}
