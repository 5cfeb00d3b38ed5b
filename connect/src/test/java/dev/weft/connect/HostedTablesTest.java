package dev.weft.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.SourceObserver.Reader;
import dev.weft.spi.flow.SourceTables;
import dev.weft.spi.flow.SourceTables.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a source has seen waits for the server, which may be away. */
class HostedTablesTest {
  private static final Reader READ = new Reader("ingest", "shop", "read");
  private static final Reader OTHER = new Reader("ingest", "shop", "other");

  private final HostedTables tables = new HostedTables();

  @Test
  void waitsUntilTheServerHasHeardAndThenTellsTheNews() {
    var news = tables.seen(READ, seen("customer"));
    assertThat(tables.next()).as("the beat that did not arrive").isPresent();
    assertThat(news).isNotDone();

    tables.heard(tables.next().orElseThrow(), List.of("A table has turned up."));

    assertThat(news.join()).containsExactly("A table has turned up.");
    assertThat(tables.next()).isEmpty();
  }

  @Test
  void whatWasSeenMeanwhileIsStillToBeTold() {
    var first = tables.seen(READ, seen("customer"));
    var told = tables.next().orElseThrow();
    var second = tables.seen(READ, seen("customer", "invoice"));

    tables.heard(told, List.of("old news"));

    assertThat(first.join()).isEmpty();
    assertThat(second).isNotDone();
    assertThat(tables.next().orElseThrow().tables()).isEqualTo(seen("customer", "invoice"));
  }

  @Test
  void eachBeatHasOne() {
    var first = tables.seen(READ, seen("customer"));
    var second = tables.seen(OTHER, seen("invoice"));

    tables.heard(tables.next().orElseThrow(), List.of());

    assertThat(first).isDone();
    assertThat(second).isNotDone();
    assertThat(tables.next().orElseThrow().processor()).isEqualTo("other");
  }

  private static SourceTables seen(String... names) {
    var all = List.of(names).stream().map(name -> new Table("public", name, List.of())).toList();
    return SourceTables.taken(all, List.of(), "public", true);
  }
}
