package dev.weft.bench;

import dev.weft.catalog.search.SearchIndex;
import dev.weft.catalog.search.SearchQuery;
import dev.weft.catalog.search.Viewer;
import dev.weft.embeddings.BgeSmallSource;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** How long a search takes when there is very much to find. */
final class SearchProgram implements Program {
  private static final String[] NOUNS = {
    "customer", "account", "payment", "card", "invoice", "order", "shipment", "claim", "policy",
    "branch", "employee", "contract", "loan", "deposit", "fraud", "device", "session", "product",
    "price", "stock", "supplier", "campaign", "region", "currency", "risk", "ledger", "portfolio"
  };
  private static final String[] QUALITIES = {
    "daily", "monthly", "verified", "open", "closed", "regional", "historic", "current", "planned",
    "aggregated", "raw", "cleaned", "enriched", "anonymous", "european", "swiss", "retail",
        "private"
  };
  private static final String[] FIELDS = {
    "id",
    "name",
    "email",
    "iban",
    "phone",
    "country",
    "city",
    "amount",
    "currency",
    "created_at",
    "status",
    "type",
    "score",
    "owner",
    "comment",
    "valid_from",
    "valid_until"
  };

  /** A product, its port, its contract, and the contract's fields. */
  private static final int ASSETS_PER_PRODUCT = 3 + FIELDS.length;

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String summary() {
    return "Searches among many assets: p50 and p99; and how often the right product comes first.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("assets", "100000", "searches", "2000", "vectors", "200");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var vectors = options.count("vectors");
    var products = Math.max(1, options.count("assets") / ASSETS_PER_PRODUCT);
    var folder = Files.createTempDirectory("weft-search");
    var model = new BgeSmallSource(folder.resolve("models"));
    quality("questions", QuestionSet.known(), model, folder, report);
    quality("held out", QuestionSet.heldOut(), model, folder, report);
    try (var index = new SearchIndex()) {
      var filling =
          Cost.of(
              () -> {
                for (var from = 0; from < products; from += 500) {
                  index.apply(changes(from, Math.min(products, from + 500)));
                }
                return (long) products * ASSETS_PER_PRODUCT;
              });
      report.line(
          "%d assets of %d products indexed in %.1f s",
          filling.records(), products, filling.nanos() / 1e9);
      if (vectors > 0) {
        meanings(index, new Counted(model, vectors), folder, report);
      }
      var table = report.table("ms", "p50", "p99", "max", "CPU", "found nothing");
      for (var kind : Kind.values()) {
        var warm = new SplittableRandom(1);
        measure(index, kind, products, options.count("searches") / 4, warm);
        kind.row(table, measure(index, kind, products, options.count("searches"), warm));
      }
      table.print();
    }
  }

  /** The questions of people over the catalog of a whole company. */
  private static void quality(
      String title, QuestionSet set, BgeSmallSource model, Path folder, Report report)
      throws Exception {
    try (var index = new SearchIndex()) {
      index.apply(set.catalog());
      index.compareMeanings(model, folder.resolve("questions.vectors"));
      index.awaitMeanings();
      set.report(title, index, report);
    }
  }

  /**
   * All products and ports get vectors. To compute them takes long and is measured for some only;
   * the others have vectors that mean nothing, which are as costly to search.
   */
  private static void meanings(SearchIndex index, Counted model, Path folder, Report report)
      throws Exception {
    index.compareMeanings(model, folder.resolve("assets.vectors"));
    index.awaitMeanings();
    report.line(
        "%d vectors, %d of them by the language model: %.1f ms CPU each",
        model.passages(), Math.min(model.passages(), model.computed()), model.millisEach());
  }

  /** {@code cpuMillis}: the mean, which others on the machine change less than the time. */
  private record Found(Percentiles millis, double cpuMillis, int nothing) {}

  private static Found measure(
      SearchIndex index, Kind kind, int products, int searches, SplittableRandom random) {
    var millis = new double[Math.max(1, searches)];
    var nothing = 0;
    var threads = ManagementFactory.getThreadMXBean();
    var cpu = threads.getCurrentThreadCpuTime();
    for (var i = 0; i < millis.length; i++) {
      var query = SearchQuery.of(kind.text(random, products));
      var start = System.nanoTime();
      var result = index.search(query, Viewer.OF_EVERYTHING);
      millis[i] = (System.nanoTime() - start) / 1e6;
      nothing += result.items().isEmpty() ? 1 : 0;
    }
    var each = (threads.getCurrentThreadCpuTime() - cpu) / 1e6 / millis.length;
    return new Found(Percentiles.of(millis), each, nothing);
  }

  /** What people type. */
  private enum Kind {
    NAME("exact name") {
      @Override
      String text(SplittableRandom random, int products) {
        return product(random.nextInt(products));
      }
    },
    WORDS("two words") {
      @Override
      String text(SplittableRandom random, int products) {
        return pick(QUALITIES, random) + " " + pick(NOUNS, random);
      }
    },
    QUESTION("question of six words") {
      @Override
      String text(SplittableRandom random, int products) {
        return "which %s have a %s %s?"
            .formatted(pick(NOUNS, random), pick(QUALITIES, random), pick(FIELDS, random));
      }
    },
    FILTERED("word with filters") {
      @Override
      String text(SplittableRandom random, int products) {
        return pick(NOUNS, random) + " kind:product domain:domain" + random.nextInt(20);
      }
    },
    TYPO("a typo") {
      @Override
      String text(SplittableRandom random, int products) {
        var word = pick(NOUNS, random);
        return word.substring(0, 2) + word.charAt(3) + word.charAt(2) + word.substring(4);
      }
    };

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    abstract String text(SplittableRandom random, int products);

    void row(Report.Table table, Found found) {
      table.row(
          title,
          Report.one(found.millis().at(0.5)),
          Report.one(found.millis().at(0.99)),
          Report.one(found.millis().at(1)),
          Report.one(found.cpuMillis()),
          "" + found.nothing());
    }
  }

  private static String pick(String[] words, SplittableRandom random) {
    return words[random.nextInt(words.length)];
  }

  private static String product(int i) {
    var random = new SplittableRandom(i);
    return pick(QUALITIES, random) + "-" + pick(NOUNS, random) + "-" + i;
  }

  private static List<Fold.Change> changes(int from, int to) {
    var changes = new ArrayList<Fold.Change>();
    for (var i = from; i < to; i++) {
      var name = product(i);
      var random = new SplittableRandom(i);
      var purpose =
          "The %s %s of every %s, for %s."
              .formatted(
                  pick(QUALITIES, random),
                  pick(NOUNS, random),
                  pick(NOUNS, random),
                  pick(NOUNS, random));
      changes.add(
          ManyPolicies.change(
              ResourceKind.DATA_PRODUCT,
              name,
              """
              {'id': '%1$s', 'name': '%1$s', 'domain': 'domain%2$d', 'description': {'purpose': '%3$s'},
               'outputPorts': [{'name': 'out', 'contractId': '%1$s-v1'}],
               'team': {'members': [{'username': 'user%4$d', 'role': 'owner'}]}}
              """
                  .formatted(name, i % 20, purpose, i % 300)));
      changes.add(contract(name, i));
    }
    return changes;
  }

  private static Fold.Change contract(String product, int i) {
    var fields = new ArrayList<String>();
    var random = new SplittableRandom(i);
    for (var field : FIELDS) {
      fields.add(
          "{'name': '%s', 'logicalType': 'string', 'description': 'The %s %s.'}"
              .formatted(field, pick(QUALITIES, random), pick(NOUNS, random)));
    }
    return ManyPolicies.change(
        ResourceKind.DATA_CONTRACT,
        product + "-v1",
        "{'id': '%s-v1', 'domain': 'domain%d', 'schema': [{'name': 'x', 'properties': [%s]}]}"
            .formatted(product, i % 20, String.join(", ", fields)));
  }
}
