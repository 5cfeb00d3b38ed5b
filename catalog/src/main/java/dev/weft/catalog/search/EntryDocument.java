package dev.weft.catalog.search;

import dev.weft.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;

/** An entry as Lucene keeps it. */
final class EntryDocument {
  static final String GROUP = "group";
  static final String EXACT = "exact";
  static final String FILTER = "filter.";
  static final List<String> FACETS = List.of("domain", "tag", "owner", "kind");
  static final FacetsConfig FACETS_CONFIG = facetsConfig();

  private static final String ENTRY = "entry";

  private EntryDocument() {}

  /** Documents of one group replace each other. */
  static Document of(String group, Entry entry) {
    var document = new Document();
    document.add(new StringField(GROUP, group, Store.NO));
    document.add(new StoredField(ENTRY, Json.bytes(entry)));
    exact(entry, document);
    text("name", entry.name(), document);
    text("title", entry.title(), document);
    entry.parts().forEach(part -> text("name", part, document));
    text("description", entry.description(), document);
    text("domain", entry.domain(), document);
    entry.fields().forEach(field -> text("fields", field, document));
    entry.tags().forEach(tag -> text("tags", tag, document));
    entry.owners().forEach(owner -> text("owners", owner, document));
    filters(entry, document);
    try {
      return FACETS_CONFIG.build(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Entry entry(Document document) {
    var json = document.getBinaryValue(ENTRY);
    var bytes = Arrays.copyOfRange(json.bytes, json.offset, json.offset + json.length);
    return Json.read(Json.parse(bytes), Entry.class);
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
    if (!value.isEmpty() && value.length() < 1000) {
      document.add(new StringField(name, value.toLowerCase(Locale.ROOT), Store.NO));
    }
  }

  private static void facet(String name, String value, Document document) {
    if (!value.isEmpty() && value.length() < 1000) {
      document.add(new SortedSetDocValuesFacetField(name, value));
    }
  }

  private static FacetsConfig facetsConfig() {
    var config = new FacetsConfig();
    FACETS.forEach(name -> config.setMultiValued(name, true));
    return config;
  }
}
