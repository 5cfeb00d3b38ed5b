package dev.weft.spi.flow;

import dev.weft.spi.flow.Content.Origin;
import java.util.List;

/**
 * Writes down what becomes one: the records that are counted, the parts that are merged. So that
 * what comes out can be walked back to all of them, however many, and each of them forward.
 *
 * <p>What is added is written with the unit of work that the processor is called in, and forgotten;
 * so parts may be added as they come, over any number of units. For any thread.
 */
public interface Gathering {
  /** Where nothing is written down. */
  Gathering NONE =
      new Gathering() {
        @Override
        public Origin begin() {
          return new Origin("", Origin.GATHERED, 0);
        }

        @Override
        public Origin beginContent() {
          return begin();
        }

        @Override
        public void add(Origin made, Origin part) {}
      };

  /** The origin of a record that will be made of several. */
  Origin begin();

  /** The origin of content that will be made of several: its places have numbers of their own. */
  Origin beginContent();

  /** The part goes into what has begun with that origin. The same part may be added again. */
  void add(Origin made, Origin part);

  /** The origin of content that is made of these: of one alone, its own. */
  default Origin content(List<Origin> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    var made = beginContent();
    parts.forEach(part -> add(made, part));
    return made;
  }
}
