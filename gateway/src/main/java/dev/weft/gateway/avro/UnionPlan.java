package dev.weft.gateway.avro;

import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree.Node;
import java.util.List;

/** One of several values, behind its number. All are on the path of the union. */
final class UnionPlan extends Plan {
  private static final int NONE = -1;

  private Plan[] branches = new Plan[0];
  private byte[] neutral = new byte[0];
  private int nullBranch = NONE;

  UnionPlan(Node node, boolean known) {
    super(node, known);
  }

  /**
   * @param neutralBranch a value of one branch with its number, for when that of another is
   *     withheld
   */
  void complete(Plan[] all, byte[] neutralBranch) {
    branches = all.clone();
    neutral = neutralBranch.clone();
    for (int i = 0; i < all.length; i++) {
      if (all[i] instanceof ScalarPlan scalar && !scalar.isNotNull()) {
        nullBranch = i;
      }
    }
  }

  @Override
  void skip(AvroReader in, int depth) {
    branches[in.takeIndex(branches.length)].skip(in, depth);
  }

  @Override
  void rewrite(Splice splice, int depth) {
    var in = splice.in;
    var begin = in.at;
    var index = in.takeIndex(branches.length);
    var branch = branches[index];
    var valueFrom = in.at;
    if (branch.hidden) {
      splice.hide(branch, depth);
      splice.replace(begin, neutral);
    } else if (branch.isMasked() && branch instanceof ScalarPlan scalar) {
      var value = scalar.masked(in);
      splice.look(scalar, valueFrom);
      if (value == null && nullBranch != NONE) {
        AvroBytes.writeLong(nullBranch, splice.replacing(begin));
      } else {
        scalar.type.avro(value, splice.replacing(valueFrom));
      }
      splice.replaced();
    } else {
      splice.value(branch, neutral, depth);
    }
  }

  @Override
  void json(AvroReader in, RecordSink out, Seeing seeing, int depth) {
    var branch = branches[in.takeIndex(branches.length)];
    var begin = in.at;
    if (seeing == Seeing.MASKED && branch.hidden) {
      branch.skip(in, depth);
      Numbers.write("null", out);
    } else if (seeing == Seeing.MASKED
        && nullBranch != NONE
        && branch.isMasked()
        && branch instanceof ScalarPlan scalar
        && scalar.masked(in) == null) {
      Numbers.write("null", out);
    } else {
      in.at = begin;
      branch.json(in, out, seeing, depth);
    }
  }

  @Override
  Iterable<Plan> parts() {
    return List.of(branches);
  }
}
