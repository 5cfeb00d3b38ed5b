package dev.weft.server.erasure;

import dev.weft.catalog.erasure.SubjectFields;
import dev.weft.catalog.erasure.SubjectFields.Field;
import dev.weft.catalog.erasure.SubjectFields.From;
import dev.weft.catalog.erasure.SubjectFields.Known;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.WrittenTag;
import dev.weft.server.access.Ports;
import dev.weft.server.observe.Declared;
import dev.weft.server.observe.FieldOrigins;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the mesh knows of its fields, as {@link SubjectFields} wants it: which are said to hold a
 * person's key, and from which others they come by flows and jobs outside.
 */
public final class SubjectPorts {
  /** Between two ports there may be datasets outside, of which jobs say the columns. */
  private static final int DATASETS_BETWEEN_MAX = 6;

  private static final String COPIED = "copied";

  /** Where a tag comes from that somebody has said. */
  private static final Set<String> SAID = Set.of("contract", "steward", "term", "schema");

  private final FieldOrigins origins;

  public SubjectPorts(FieldOrigins origins) {
    this.origins = origins;
  }

  /** Of all ports. */
  List<Known> of(MeshState state) {
    var all = new ArrayList<Known>();
    for (var port : Ports.all(state)) {
      for (var column : origins.columns(state, port, DATASETS_BETWEEN_MAX)) {
        var field = new Field(port, column.field());
        var from = new ArrayList<From>();
        column.from().forEach(before -> from(before, true, from));
        all.add(
            new Known(
                field,
                kinds(said(state, field)),
                kinds(column.tags().stream().map(tag -> WrittenTag.of(tag).name()).toList()),
                from));
      }
    }
    return all;
  }

  /** The ports nearest before; a dataset between is looked through. */
  private static void from(FieldOrigins.Column before, boolean copied, List<From> all) {
    var stillCopied = copied && before.how().equals(COPIED);
    var port = PortName.parse(before.of());
    if (port.isPresent()) {
      all.add(new From(new Field(port.get(), before.field()), stillCopied));
    } else {
      before.from().forEach(earlier -> from(earlier, stillCopied, all));
    }
  }

  /** The tags that a contract, a steward, an accepted term or a schema gives the field. */
  private static List<String> said(MeshState state, Field field) {
    var tags = new ArrayList<String>();
    Ports.contract(state, field.port())
        .flatMap(contract -> Declared.find(contract.fields(), field.path()))
        .ifPresent(declared -> declared.tags().forEach(tag -> tags.add(WrittenTag.of(tag).name())));
    state
        .find(ResourceKind.PORT_FIELDS, field.port().topic(), PortFields.class)
        .flatMap(fields -> fields.field(field.path()))
        .ifPresent(
            known ->
                known
                    .tags()
                    .forEach(
                        tag -> {
                          if (tag.status() == FieldTag.Status.REJECTED) {
                            tags.remove(tag.tag());
                          } else if (tag.status() == FieldTag.Status.CONFIRMED
                              || SAID.contains(tag.source())) {
                            tags.add(tag.tag());
                          }
                        }));
    return tags;
  }

  private static Set<String> kinds(List<String> tags) {
    var kinds = new TreeSet<String>();
    for (var tag : tags) {
      if (tag.startsWith(SubjectFields.TAG)) {
        kinds.add(tag.substring(SubjectFields.TAG.length()));
      }
    }
    return kinds;
  }
}
