package dev.weft.spi;

import dev.weft.model.PortName;
import java.util.List;
import java.util.Set;

/**
 * Decides where flows of a product may send what, outside of the mesh. As with {@link Decisions} an
 * answer holds until {@link #epoch()} changes; calls are cheap, never block, and may come from any
 * thread.
 */
public interface Egress {
  /**
   * Of a mesh without policies about it, and of a host whose server decides before it gives a flow.
   */
  Egress OPEN =
      new Egress() {
        @Override
        public Verdict decide(String product, String place) {
          return new Verdict(true, "", "no policy is about it", List.of());
        }

        @Override
        public List<ReadField> fields(String product, PortName port) {
          return List.of();
        }

        @Override
        public long epoch() {
          return 0;
        }
      };

  /**
   * Whether flows of a product may send to a place.
   *
   * @param place as {@code spi.flow.Destination} writes it
   */
  Verdict decide(String product, String place);

  /**
   * The fields of a port as a product reads it, in full: none when nobody has looked at any. What
   * is withheld from the product is left out.
   */
  List<ReadField> fields(String product, PortName port);

  /** Grows whenever any answer may have changed. */
  long epoch();

  /**
   * An answer.
   *
   * @param policy the policy that decided; empty when none is about it
   * @param reason why, as the rest of a sentence
   * @param withoutTags fields with these tags may not go there
   */
  record Verdict(boolean allowed, String policy, String reason, List<TagRule> withoutTags) {
    public Verdict {
      withoutTags = List.copyOf(withoutTags);
    }
  }

  /**
   * Tags that may not go to a place.
   *
   * @param tags patterns of names
   */
  record TagRule(String policy, List<String> tags) {
    public TagRule {
      tags = List.copyOf(tags);
    }
  }

  /**
   * A field of a port, as a product reads it.
   *
   * @param tags its own and those of its port, contract and product
   * @param lookedAt whether it has been classified
   * @param hidden whether the product gets a mask that shows nothing of the value
   */
  record ReadField(String path, Set<String> tags, boolean lookedAt, boolean hidden) {
    public ReadField {
      tags = Set.copyOf(tags);
    }
  }
}
