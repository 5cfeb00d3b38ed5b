package dev.weft.model.format;

import static dev.weft.model.format.Shapes.dateTime;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.number;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.scalar;
import static dev.weft.model.format.Shapes.text;

/** A data contract, as the Open Data Contract Standard says in editions 3.0 and 3.1. */
final class ContractShape {
  private final Edition edition;
  private final Shape custom;
  private final Shape definitions;

  ContractShape(Edition edition) {
    this.edition = edition;
    this.custom = listOf(customProperty());
    this.definitions = listOf(definition());
  }

  ObjectShape shape() {
    var quality = listOf(quality());
    var fields = new FieldShape(edition, custom, definitions, quality);
    return object("a data contract")
        .required("apiVersion", text())
        .required("kind", oneOf("DataContract"))
        .required("id", Names.contractId())
        .required(text(), "version", "status")
        .optional(text(), "name", "tenant", "domain", "dataProduct", "slaDefaultElement")
        .optional("tags", CommonShapes.tags())
        .optional("description", description())
        .optional("servers", listOf(server()))
        .optional("schema", listOf(fields.table()))
        .optional("support", listOf(support()))
        .optional("price", price())
        .optional("team", team())
        .optional("roles", listOf(role()))
        .optional("slaProperties", listOf(serviceLevel()))
        .optional("authoritativeDefinitions", definitions)
        .optional("customProperties", custom)
        .optional("contractCreatedTs", dateTime());
  }

  /** Both editions let authors add keys to the description. */
  private ObjectShape description() {
    return object("a description")
        .optional(text(), "purpose", "limitations", "usage")
        .optional("authoritativeDefinitions", definitions)
        .optional("customProperties", custom)
        .open();
  }

  ObjectShape customProperty() {
    var property = CommonShapes.customProperty();
    return edition == Edition.V3_1
        ? property.optional("id", CommonShapes.stableId())
        : object("a custom property").optional("property", text()).open();
  }

  ObjectShape support() {
    var support =
        object("a support channel")
            .required("channel", text())
            .optional(text(), "description", "tool", "scope", "invitationUrl")
            .optional("customProperties", custom);
    return identified(
        edition == Edition.V3_1
            ? support.optional("url", text())
            : support.required("url", text()));
  }

  ObjectShape price() {
    return identified(
        object("a price")
            .optional("priceAmount", number())
            .optional(text(), "priceCurrency", "priceUnit"));
  }

  ObjectShape role() {
    return identified(
        object("a role")
            .required("role", text())
            .optional(
                text(), "description", "access", "firstLevelApprovers", "secondLevelApprovers")
            .optional("customProperties", custom));
  }

  /** 3.0 knows a list of people; 3.1 a team with a name, and still the list. */
  private Shape team() {
    var oldMember = object("a team member").optional(text(), "username", "name", "role").open();
    var team = identified(CommonShapes.team(member(), custom, definitions));
    var list = listOf(edition == Edition.V3_1 ? member() : oldMember);
    return (node, at) -> {
      if (edition == Edition.V3_1 && !node.isArray()) {
        team.check(node, at);
      } else {
        list.check(node, at);
      }
    };
  }

  /** Of the team, in 3.1. */
  ObjectShape member() {
    return identified(CommonShapes.teamMember(custom, definitions));
  }

  ObjectShape server() {
    return new ServerShape(edition, custom, role()).shape();
  }

  ObjectShape quality() {
    return new QualityShape(edition, custom, definitions).shape();
  }

  ObjectShape definition() {
    return identified(CommonShapes.authoritativeDefinition());
  }

  ObjectShape serviceLevel() {
    return identified(
        object("a service level")
            .required("property", text())
            .required("value", scalar())
            .optional("valueExt", scalar())
            .optional(text(), "unit", "element", "driver", "description", "scheduler", "schedule"));
  }

  private ObjectShape identified(ObjectShape shape) {
    return edition.closedSince31(
        edition == Edition.V3_1 ? shape.optional("id", CommonShapes.stableId()) : shape);
  }
}
