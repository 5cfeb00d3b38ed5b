package dev.weft.bench.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Collects columns, each with as many values as a server looks at when a field is new. */
final class ColumnList {
  private static final int VALUES = 50;

  private final List<Column> columns = new ArrayList<>();
  private final Random random;

  ColumnList(Random random) {
    this.random = random;
  }

  List<Column> all() {
    return List.copyOf(columns);
  }

  ColumnList add(String tag, String name, Supplier<String> value) {
    columns.add(new Column(tag, name, Stream.generate(value).limit(VALUES).toList()));
    return this;
  }

  /** Values that are nothing of the kind. */
  ColumnList no(String name, Supplier<String> value) {
    return add("", name, value);
  }

  /** So many digits, the first not zero. */
  String digits(int count) {
    var text = new StringBuilder().append(1 + random.nextInt(9));
    while (text.length() < count) {
      text.append(random.nextInt(10));
    }
    return text.toString();
  }

  String letters(int count, String alphabet) {
    var text = new StringBuilder();
    while (text.length() < count) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  String pick(String... words) {
    return words[random.nextInt(words.length)];
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
