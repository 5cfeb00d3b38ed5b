package dev.weft.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold.Change;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A start with many things: asked for at once, found bit by bit, and all in the end. */
class BackgroundFoldTest {
  private static final int TERMS = 2_500;

  private final SearchIndex index = new SearchIndex();
  private final Queue<Runnable> due = new ArrayDeque<>();
  private final List<Throwable> broken = new ArrayList<>();
  private final BackgroundFold fold = index.inBackground(due::add, broken::add);

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void answersSayHowMuchCanBeFoundAndNobodyWaits() {
    fold.apply(terms(TERMS, "old"));

    var building = search("term-7");
    assertThat(building.total()).isZero();
    assertThat(building.reading().building()).contains(0.0);
    assertThat(building.reading().text()).endsWith("the index is being built, 0 % can be found");

    due.remove().run();
    var built = search("term-7");
    assertThat(built.total()).isPositive();
    assertThat(built.reading().building()).isEmpty();
    assertThat(fold.progress()).isEmpty();
    assertThat(broken).isEmpty();
  }

  @Test
  void whatChangesMeanwhileComesAfterItAndThenAtOnce() {
    fold.apply(terms(TERMS, "old"));
    fold.apply(List.of(term(7, "new")));
    fold.apply(List.of(Change.delete(key(8))));
    assertThat(due).as("one works").hasSize(1);

    due.remove().run();
    assertThat(search("term-7").items().get(0).description()).isEqualTo("new");
    assertThat(index.search(index.question("from Term where name = 'term-8'"), all()).total())
        .isZero();
    assertThat(index.search(index.question("from Term"), all()).total()).isEqualTo(TERMS - 1);

    fold.apply(List.of(term(8, "back")));
    assertThat(due).isEmpty();
    assertThat(search("term-8").items().get(0).description()).isEqualTo("back");
  }

  @Test
  void aFoldThatFailsIsReported() {
    var failure = new IllegalStateException("full");
    var failing =
        new BackgroundFold(
            changes -> {
              throw failure;
            },
            due::add,
            broken::add);

    failing.apply(terms(TERMS, "old"));
    due.remove().run();

    assertThat(broken).containsExactly(failure);
  }

  private SearchResult search(String text) {
    return index.search(SearchQuery.of(text).by(SearchQuery.By.WORDS), all());
  }

  private static Viewer all() {
    return Viewer.OF_EVERYTHING;
  }

  private static List<Change> terms(int count, String definition) {
    var all = new ArrayList<Change>();
    for (var i = 0; i < count; i++) {
      all.add(term(i, definition));
    }
    return all;
  }

  private static ResourceKey key(int number) {
    return new ResourceKey(ResourceKind.TERM, "term-" + number);
  }

  private static Change term(int number, String definition) {
    var text = "{\"name\": \"term-%d\", \"definition\": \"%s\"}".formatted(number, definition);
    return Change.put(
        new Resource(key(number), 1, Instant.EPOCH, "olga", (ObjectNode) Json.parse(text)));
  }
}
