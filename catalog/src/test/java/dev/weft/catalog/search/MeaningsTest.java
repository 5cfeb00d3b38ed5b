package dev.weft.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.search.SearchQuery.By;
import dev.weft.catalog.search.SearchResult.Item;
import dev.weft.catalog.search.query.QueryParser;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshLog;
import dev.weft.testing.MemoryMesh;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeaningsTest {
  private final MemoryMesh mesh = new MemoryMesh(Clock.systemUTC());
  private final Set<SearchIndex> running = new HashSet<>();
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void describe() {
    file = folder.resolve("vectors");
    product("card-payments", "Card payments", "Paid at terminals.", "amount");
    product("salaries", "Salaries", "What employees earn.", "iban");
    mesh.put(
        ResourceKind.TERM,
        "churn",
        "{'name': 'churn', 'definition': 'A customer left.', 'abbreviation': 'CHN',"
            + " 'relations': {'synonyms': ['attrition']}}");
  }

  @Test
  void findsByMeaningAndSaysSo() throws InterruptedException {
    try (var index = started(new BagOfWords())) {
      var found = index.search(SearchQuery.of("plastic"), Viewer.OF_EVERYTHING);

      var first = found.items().get(0);
      assertThat(first.name()).isEqualTo("card-payments");
      assertThat(first.why().meaning()).isPresent();
      assertThat(first.why().text()).startsWith("by meaning, 0.");
      assertThat(found.reading().meaning()).isEqualTo("compared");
      assertThat(found.total()).isEqualTo(found.items().size());
      assertThat(found.facets().get("kind")).isNotEmpty();
    }
  }

  @Test
  void leadsFromAPortToItsProduct() throws InterruptedException {
    try (var index = started(new BagOfWords())) {
      var found = index.search(SearchQuery.of("iban").by(By.MEANING), Viewer.OF_EVERYTHING);

      assertThat(found.items()).extracting(Item::name).startsWith("salaries", "salaries.out");
    }
  }

  @Test
  void obeysFiltersAndVisibility() throws InterruptedException {
    product("secret-cards", "Card secrets", "Not for all.", "pin");
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        "secret-cards",
        "{'id': 'secret-cards', 'name': 'Card secrets', 'customProperties':"
            + " [{'property': 'weft.visibility', 'value': 'hidden'}]}");
    try (var index = started(new BagOfWords())) {
      var anybody = Viewer.insideOf(Set.of());

      assertThat(index.search(SearchQuery.of("plastic"), Viewer.OF_EVERYTHING).items())
          .extracting(Item::name)
          .contains("secret-cards");
      assertThat(index.search(SearchQuery.of("plastic"), anybody).items())
          .extracting(Item::name)
          .contains("card-payments")
          .doesNotContain("secret-cards");
      assertThat(index.search(SearchQuery.of("plastic kind:port"), anybody).items())
          .extracting(Item::kind)
          .containsOnly("port");
    }
  }

  @Test
  void findsTermsByTheirOtherNames() throws InterruptedException {
    try (var index = started(new BagOfWords())) {
      for (var name : List.of("attrition", "CHN")) {
        var found = index.search(SearchQuery.of(name), Viewer.OF_EVERYTHING);

        assertThat(found.items().get(0).name()).isEqualTo("churn");
        assertThat(found.items().get(0).why().text()).startsWith("its very name");
        assertThat(found.reading().meaning()).isEqualTo("it is a name");
      }
    }
  }

  @Test
  void goesOnByWordsWhereTheModelDoesNotRun() throws InterruptedException {
    try (var index = started(new BagOfWords(false))) {
      var found = index.search(SearchQuery.of("employees earn"), Viewer.OF_EVERYTHING);

      assertThat(found.items().get(0).name()).isEqualTo("salaries");
      assertThat(found.reading().text()).contains("not by meaning: ", "It does not run here.");
    }
  }

  @Test
  void computesNoVectorTwice() throws InterruptedException {
    var first = new BagOfWords();
    started(first).close();
    var second = new BagOfWords();
    started(second).close();

    // Of each product title, purpose, fields and all of it, and its port as a whole; of the term
    // three.
    assertThat(first.passages()).isEqualTo(13);
    assertThat(second.passages()).isZero();
  }

  @Test
  void keptVectorsAreThereFromTheFirstIndexingOn() throws InterruptedException {
    started(new BagOfWords()).close();
    running.clear();
    var again = new BagOfWords();
    try (var index = new SearchIndex()) {
      index.keepMeanings(again, file);
      mesh.follow(index);
      assertThat(index.search(SearchQuery.of("plastic"), Viewer.OF_EVERYTHING).reading().meaning())
          .isEqualTo("the language model is still being loaded");
      index.computeMeanings();
      index.awaitMeanings();

      assertThat(
              index.search(SearchQuery.of("plastic"), Viewer.OF_EVERYTHING).items().get(0).name())
          .isEqualTo("card-payments");
      assertThat(again.passages()).isZero();
    }
  }

  /** Whatever was changed and whenever the process was killed: as one that begins anew. */
  @Test
  void isAfterAnyChangesAndKillsWhatAFreshIndexIs() throws Exception {
    for (var seed = 0; seed < 5; seed++) {
      var random = new SplittableRandom(seed);
      var index = started(new BagOfWords());
      for (var i = 0; i < 40; i++) {
        change(random);
        if (random.nextInt(10) == 0) {
          stop(index);
          cut(random);
          index = started(new BagOfWords());
        }
      }
      index.awaitMeanings();

      var fresh = started(new BagOfWords(), folder.resolve("fresh" + seed));
      for (var question : List.of("from anything limit 1000", "from Port order by fields")) {
        assertThat(exactly(index, question)).isEqualTo(exactly(fresh, question));
      }
      for (var words : List.of("plastic", "orders of customers", "amount iban")) {
        assertThat(near(index, words)).isEqualTo(near(fresh, words));
      }
      stop(index);
      stop(fresh);
    }
  }

  private void change(SplittableRandom random) {
    var name = "p" + random.nextInt(8);
    switch (random.nextInt(6)) {
      case 0 ->
          mesh.decide(
              (state, now) ->
                  new MeshLog.Decided<>(
                      List.of(),
                      List.of(new ResourceKey(ResourceKind.DATA_PRODUCT, name)),
                      List.of(),
                      ""));
      case 1 ->
          mesh.put(
              ResourceKind.PORT_FIELDS,
              name + ".out",
              "{'port': '%s.out', 'fields': {'f%d': {'type': 'string', 'inContract': false}}}"
                  .formatted(name, random.nextInt(3)));
      case 2 ->
          mesh.put(
              ResourceKind.TERM,
              "t" + random.nextInt(3),
              "{'definition': 'About %s.'}".formatted(word(random)));
      default -> product(name, word(random), "The " + word(random) + ".", word(random));
    }
  }

  private static String word(SplittableRandom random) {
    return List.of("card", "order", "customer", "amount", "iban", "loan").get(random.nextInt(6));
  }

  private void cut(SplittableRandom random) throws IOException {
    try (var vectors = new RandomAccessFile(file.toFile(), "rw")) {
      vectors.setLength(random.nextLong(vectors.length() + 1));
    }
  }

  private void stop(SearchIndex index) {
    running.remove(index);
    index.close();
  }

  private static Object exactly(SearchIndex index, String question) {
    var found = index.search(QueryParser.parse(question), Viewer.OF_EVERYTHING);
    return List.of(found.items(), found.facets(), found.total());
  }

  private static Object near(SearchIndex index, String words) {
    var query = new SearchQuery(words, Map.of(), By.MEANING, 200);
    return index.search(query, Viewer.OF_EVERYTHING).items().stream()
        .map(item -> item.kind() + "/" + item.name() + " " + item.why().meaning())
        .sorted()
        .toList();
  }

  private SearchIndex started(BagOfWords model) throws InterruptedException {
    return started(model, file);
  }

  private SearchIndex started(BagOfWords model, Path vectors) throws InterruptedException {
    var index = new SearchIndex();
    running.add(index);
    mesh.follow(
        changes -> {
          if (running.contains(index)) {
            index.apply(changes);
          }
        });
    index.compareMeanings(model, vectors);
    index.awaitMeanings();
    return index;
  }

  private void product(String name, String title, String purpose, String field) {
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        name + "-v1",
        "{'id': '%s-v1', 'schema': [{'name': 'x', 'properties': [{'name': '%s'}]}]}"
            .formatted(name, field));
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        name,
        """
        {'id': '%1$s', 'name': '%2$s', 'description': {'purpose': '%3$s'},
         'outputPorts': [{'name': 'out', 'contractId': '%1$s-v1'}]}
        """
            .formatted(name, title, purpose));
  }
}
