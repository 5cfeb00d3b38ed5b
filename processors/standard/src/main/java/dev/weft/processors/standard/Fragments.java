package dev.weft.processors.standard;

import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.FlowFile;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Marks the pieces of one FlowFile, so that they can be put together again.
 *
 * @param identifier made from where the content came from and the attributes, not by chance: after
 *     a crash the pieces have the same one
 */
public record Fragments(String identifier, String filename) {
  public static Fragments of(FlowFile in) {
    var name = in.attributes().getOrDefault(Attributes.FILENAME, "");
    var text = place(in.content()) + " " + in.attributes();
    return new Fragments(
        UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString(), name);
  }

  /** The piece with its number, from 0. */
  public FlowFile mark(FlowFile piece, int index, int count) {
    var marked =
        piece
            .with(Attributes.FRAGMENT_ID, identifier)
            .with(Attributes.FRAGMENT_INDEX, Integer.toString(index))
            .with(Attributes.FRAGMENT_COUNT, Integer.toString(count));
    return filename.isEmpty() ? marked : marked.with(Attributes.SEGMENT_NAME, filename);
  }

  /** The whole, saying into how many pieces it went. */
  public FlowFile original(FlowFile in, int count) {
    return in.with(Attributes.FRAGMENT_ID, identifier)
        .with(Attributes.FRAGMENT_COUNT, Integer.toString(count));
  }

  private static String place(Content content) {
    if (content instanceof Bytes bytes) {
      return bytes.origin() + " " + bytes.size();
    }
    var items = ((Records) content).items();
    return items.isEmpty()
        ? "nothing"
        : items.get(0).origin() + " " + items.get(items.size() - 1).origin() + " " + items.size();
  }
}
