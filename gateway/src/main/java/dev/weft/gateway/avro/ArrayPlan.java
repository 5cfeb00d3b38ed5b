package dev.weft.gateway.avro;

import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree.Node;
import java.util.List;

/** Items in blocks. They are on the path of the array; what is withheld of them is neutral. */
final class ArrayPlan extends Plan {
  private Plan items;
  private byte[] neutral = new byte[0];

  ArrayPlan(Node node, boolean known) {
    super(node, known);
  }

  void complete(Plan all, byte[] neutralItem) {
    items = all;
    neutral = neutralItem.clone();
  }

  @Override
  void skip(AvroReader in, int depth) {
    in.enter(depth);
    for (var block = in.block(); block.count != 0; block = in.block()) {
      for (long i = block.count; i > 0; i--) {
        var begin = in.at;
        items.skip(in, depth + 1);
        in.checkItem(begin);
      }
      block.end();
    }
  }

  @Override
  void rewrite(Splice splice, int depth) {
    var in = splice.in;
    in.enter(depth);
    splice.enterArray();
    var blockAt = in.at;
    for (var block = in.block(); block.count != 0; block = in.block()) {
      if (block.saysItsSize()) {
        AvroBytes.writeLong(block.count, splice.replacing(blockAt));
        splice.replaced();
      }
      for (long i = block.count; i > 0; i--) {
        var begin = in.at;
        splice.value(items, neutral, depth + 1);
        in.checkItem(begin);
      }
      block.end();
      blockAt = in.at;
    }
    splice.leaveArray();
  }

  @Override
  void json(AvroReader in, RecordSink out, Seeing seeing, int depth) {
    in.enter(depth);
    out.append((byte) '[');
    var any = false;
    for (var block = in.block(); block.count != 0; block = in.block()) {
      for (long i = block.count; i > 0; i--) {
        var begin = in.at;
        if (seeing == Seeing.MASKED && items.hidden) {
          items.skip(in, depth + 1);
        } else {
          if (any) {
            out.append((byte) ',');
          }
          any = true;
          items.json(in, out, seeing, depth + 1);
        }
        in.checkItem(begin);
      }
      block.end();
    }
    out.append((byte) ']');
  }

  @Override
  Iterable<Plan> parts() {
    return List.of(items);
  }
}
