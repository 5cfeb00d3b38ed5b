package dev.weft.catalog.search;

import dev.weft.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.FloatDocValuesField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/** An entry as Lucene keeps it. */
final class EntryDocument {
  /** The resource that the entry is made from. */
  static final String GROUP = "group";

  static final String ID = "id";
  static final String EXACT = "exact";
  static final String FILTER = "filter.";
  static final String SORT = "sort.";
  static final String NUMBER = "number.";
  static final String VECTOR = "vector";

  /** By how much the words of this thing weigh more than those of others. */
  static final String WEIGHT = "weight";

  /** Only on what not everybody finds: for whom it is. */
  static final String AUDIENCE = "audience";

  static final String INSIDERS = "insiders";
  static final String OUTSIDERS = "outsiders";
  static final List<String> FACETS = List.of("domain", "tag", "owner", "kind", "status", "format");
  static final FacetsConfig FACETS_CONFIG = facetsConfig();

  private static final String ENTRY = "entry";
  private static final int KEYWORD_MAX = 1000;

  private EntryDocument() {}

  /** Documents of one group replace each other. */
  static Document of(String group, Instant changed, Entry entry, Optional<float[]> vector) {
    var document = new Document();
    document.add(new StringField(GROUP, group, Store.NO));
    document.add(new StringField(ID, entry.id(), Store.NO));
    document.add(new StoredField(ENTRY, Json.bytes(entry)));
    vector.ifPresent(
        it ->
            document.add(
                new KnnFloatVectorField(VECTOR, it, VectorSimilarityFunction.DOT_PRODUCT)));
    exact(entry, document);
    text("name", entry.name(), document);
    text("title", entry.title(), document);
    entry.parts().forEach(part -> text("name", part, document));
    entry.also().forEach(other -> text("title", other, document));
    text("description", entry.description(), document);
    text("domain", entry.domain(), document);
    entry.fields().forEach(field -> text("fields", field, document));
    entry.tags().forEach(tag -> text("tags", tag, document));
    entry.owners().forEach(owner -> text("owners", owner, document));
    filters(entry, document);
    attributes(entry, document);
    number("changed", changed.toEpochMilli(), document);
    document.add(new FloatDocValuesField(WEIGHT, WordQuery.weight(entry.kind())));
    audience(entry, document);
    try {
      return FACETS_CONFIG.build(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Entry entry(Document document) {
    var json = document.getBinaryValue(ENTRY);
    try {
      return Json.MAPPER.readValue(json.bytes, json.offset, json.length, Entry.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void text(String name, String text, Document document) {
    if (!text.isEmpty()) {
      document.add(new TextField(name, text, Store.NO));
    }
  }

  /** The names by which somebody who knows it asks for it. */
  private static void exact(Entry entry, Document document) {
    keyword(EXACT, entry.name(), document);
    keyword(EXACT, entry.title(), document);
    keyword(EXACT, entry.name().substring(entry.name().lastIndexOf('.') + 1), document);
    entry.also().forEach(other -> keyword(EXACT, other, document));
  }

  private static void filters(Entry entry, Document document) {
    filter("kind", entry.kind(), document);
    filter("domain", entry.domain(), document);
    entry.owners().forEach(owner -> filter("owner", owner, document));
    entry.tags().forEach(tag -> facet("tag", tag, document));
    entry.tags().forEach(tag -> withAncestors("tag", tag, document));
    for (var field : entry.fields()) {
      var path = field.split(" ", 2)[0];
      keyword(FILTER + "field", path, document);
      keyword(FILTER + "field", path.substring(path.lastIndexOf('.') + 1), document);
    }
  }

  /** What the query language asks for, besides what filters ask for. */
  private static void attributes(Entry entry, Document document) {
    keyword(FILTER + "name", entry.name(), document);
    keyword(FILTER + "title", entry.title(), document);
    entry.parts().forEach(part -> keyword(FILTER + "port", part, document));
    entry.port().ifPresent(port -> keyword(FILTER + "port", port, document));
    entry
        .attributes()
        .forEach(
            (name, values) -> {
              if (name.equals(BusinessIndex.COUNTED)) {
                values.forEach(value -> facet(name, value, document));
                return;
              }
              for (var value : values) {
                if (name.endsWith("tag")) {
                  withAncestors(name, value, document);
                } else {
                  keyword(FILTER + name, value, document);
                }
              }
              sort(name, values, document);
            });
    entry.numbers().forEach((name, values) -> numbers(name, values, document));
    entry.attribute("status").ifPresent(status -> facet("status", status, document));
    entry.attribute("format").ifPresent(format -> facet("format", format, document));
    sort("name", List.of(entry.name()), document);
    sort("title", List.of(entry.title()), document);
    sort("kind", List.of(entry.kind()), document);
    sort("domain", List.of(entry.domain()), document);
    sort("description", List.of(entry.description().isBlank() ? "" : "there"), document);
    sort("owner", entry.owners(), document);
    sort("tag", entry.tags(), document);
    sort("field", entry.fields(), document);
    sort("port", entry.port().map(List::of).orElse(entry.parts()), document);
    number("fields", entry.fields().size(), document);
  }

  /** A product that others may only ask for has two entries, one for each audience. */
  private static void audience(Entry entry, Document document) {
    var visibility = entry.attribute("visibility").orElse("open");
    if (!visibility.equals("open")) {
      var audience = entry.isExistenceOnly() ? OUTSIDERS : INSIDERS;
      document.add(new StringField(AUDIENCE, audience, Store.NO));
    }
  }

  private static void filter(String name, String value, Document document) {
    keyword(FILTER + name, value, document);
    facet(name, value, document);
  }

  /** {@code pii.email} is found by {@code pii} too. */
  private static void withAncestors(String name, String value, Document document) {
    keyword(FILTER + name, value, document);
    for (var dot = value.lastIndexOf('.'); dot > 0; dot = value.lastIndexOf('.', dot - 1)) {
      keyword(FILTER + name, value.substring(0, dot), document);
    }
  }

  private static void keyword(String name, String value, Document document) {
    if (!value.isEmpty() && value.length() < KEYWORD_MAX) {
      document.add(new StringField(name, value.toLowerCase(Locale.ROOT), Store.NO));
    }
  }

  /** By the first of several; it also says that there is one. */
  private static void sort(String name, List<String> values, Document document) {
    values.stream()
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(value -> value.substring(0, Math.min(value.length(), 100)).toLowerCase(Locale.ROOT))
        .ifPresent(
            value -> document.add(new SortedDocValuesField(SORT + name, new BytesRef(value))));
  }

  /** Sorted by the first of them. */
  private static void numbers(String name, List<Long> values, Document document) {
    values.forEach(value -> document.add(new LongPoint(NUMBER + name, value)));
    values.stream()
        .findFirst()
        .ifPresent(value -> document.add(new NumericDocValuesField(NUMBER + name, value)));
  }

  private static void number(String name, long value, Document document) {
    document.add(new LongPoint(NUMBER + name, value));
    document.add(new NumericDocValuesField(NUMBER + name, value));
  }

  private static void facet(String name, String value, Document document) {
    if (!value.isEmpty() && value.length() < KEYWORD_MAX) {
      document.add(new SortedSetDocValuesFacetField(name, value));
    }
  }

  private static FacetsConfig facetsConfig() {
    var config = new FacetsConfig();
    FACETS.forEach(name -> config.setMultiValued(name, true));
    config.setMultiValued(BusinessIndex.COUNTED, true);
    return config;
  }
}
