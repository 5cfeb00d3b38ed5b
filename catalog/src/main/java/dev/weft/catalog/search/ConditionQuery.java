package dev.weft.catalog.search;

import dev.weft.catalog.search.query.Attribute;
import dev.weft.catalog.search.query.Condition;
import dev.weft.catalog.search.query.Condition.Operator;
import dev.weft.catalog.search.query.FromQuery;
import dev.weft.catalog.search.query.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;

/** Turns an exact question into Lucene's. Everything that can be asked is indexed. */
final class ConditionQuery implements Condition.Cases<Query> {
  private final Words queries;

  ConditionQuery(Words queries) {
    this.queries = queries;
  }

  Query of(FromQuery question) {
    var all = new BooleanQuery.Builder();
    all.add(anyOf(EntryDocument.FILTER + "kind", question.kinds()), Occur.FILTER);
    question.where().ifPresent(where -> all.add(where.match(this), Occur.FILTER));
    return all.build();
  }

  static Sort order(FromQuery question) {
    var fields = new ArrayList<SortField>();
    question.order().forEach(order -> fields.add(field(order)));
    fields.add(new SortField(EntryDocument.SORT + "name", SortField.Type.STRING));
    fields.add(new SortField(EntryDocument.SORT + "kind", SortField.Type.STRING));
    return new Sort(fields.toArray(SortField[]::new));
  }

  private static SortField field(FromQuery.Order order) {
    var attribute = order.attribute();
    if (attribute.isNumber()) {
      return new SortField(
          EntryDocument.NUMBER + attribute.name(), SortField.Type.LONG, order.descending());
    }
    var field =
        new SortField(
            EntryDocument.SORT + attribute.name(), SortField.Type.STRING, order.descending());
    field.setMissingValue(order.descending() ? SortField.STRING_FIRST : SortField.STRING_LAST);
    return field;
  }

  @Override
  public Query all(List<Condition> conditions) {
    var all = new BooleanQuery.Builder();
    conditions.forEach(each -> all.add(each.match(this), Occur.FILTER));
    return all.build();
  }

  @Override
  public Query any(List<Condition> conditions) {
    var any = new BooleanQuery.Builder();
    conditions.forEach(each -> any.add(each.match(this), Occur.SHOULD));
    return any.build();
  }

  @Override
  public Query not(Condition condition) {
    return not(condition.match(this));
  }

  private static Query not(Query query) {
    return new BooleanQuery.Builder()
        .add(new MatchAllDocsQuery(), Occur.FILTER)
        .add(query, Occur.MUST_NOT)
        .build();
  }

  @Override
  public Query present(Attribute attribute) {
    return attribute.isNumber()
        ? new FieldExistsQuery(EntryDocument.NUMBER + attribute.name())
        : new FieldExistsQuery(EntryDocument.SORT + attribute.name());
  }

  @Override
  public Query comparison(Attribute attribute, Operator operator, List<Literal> values) {
    return attribute.isNumber()
        ? number(EntryDocument.NUMBER + attribute.name(), operator, values)
        : text(attribute.name(), operator, values);
  }

  private Query text(String name, Operator operator, List<Literal> values) {
    var field = EntryDocument.FILTER + name;
    var value = values.get(0).text().toLowerCase(Locale.ROOT);
    var bytes = new BytesRef(value);
    return switch (operator) {
      case EQUAL -> new TermQuery(new Term(field, value));
      case UNEQUAL -> not(new TermQuery(new Term(field, value)));
      case LESS -> new TermRangeQuery(field, null, bytes, true, false);
      case AT_MOST -> new TermRangeQuery(field, null, bytes, true, true);
      case GREATER -> new TermRangeQuery(field, bytes, null, false, true);
      case AT_LEAST -> new TermRangeQuery(field, bytes, null, true, true);
      case IN -> anyOf(field, values.stream().map(Literal::text).toList());
      case LIKE -> new WildcardQuery(new Term(field, value.replace("\\", "\\\\")));
      case CONTAINS -> contains(name, values.get(0).text());
    };
  }

  /** Sentences word by word; names anywhere in them. */
  private Query contains(String name, String text) {
    if (!name.equals("description")) {
      var plain = text.toLowerCase(Locale.ROOT).replaceAll("([\\\\*?])", "\\\\$1");
      return new WildcardQuery(new Term(EntryDocument.FILTER + name, "*" + plain + "*"));
    }
    var phrase = new PhraseQuery.Builder();
    queries.in(text).forEach(word -> phrase.add(new Term(name, word.text())));
    return phrase.build();
  }

  private static Query number(String field, Operator operator, List<Literal> values) {
    var value = values.get(0).number();
    return switch (operator) {
      case UNEQUAL -> not(LongPoint.newExactQuery(field, value));
      case LESS -> LongPoint.newRangeQuery(field, Long.MIN_VALUE, value - 1);
      case AT_MOST -> LongPoint.newRangeQuery(field, Long.MIN_VALUE, value);
      case GREATER -> LongPoint.newRangeQuery(field, value + 1, Long.MAX_VALUE);
      case AT_LEAST -> LongPoint.newRangeQuery(field, value, Long.MAX_VALUE);
      default -> LongPoint.newSetQuery(field, values.stream().mapToLong(Literal::number).toArray());
    };
  }

  private static Query anyOf(String field, Iterable<String> values) {
    var terms = new ArrayList<BytesRef>();
    values.forEach(value -> terms.add(new BytesRef(value.toLowerCase(Locale.ROOT))));
    return new TermInSetQuery(field, terms);
  }
}
