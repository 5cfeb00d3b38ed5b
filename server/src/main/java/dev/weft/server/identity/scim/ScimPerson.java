package dev.weft.server.identity.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Resource;
import dev.weft.model.User;
import dev.weft.server.identity.people.Origin;
import dev.weft.server.identity.people.OutsidePerson;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A user in SCIM's words, in and out. */
final class ScimPerson {
  /** What policies may ask of a person whom SCIM has described. */
  private static final List<String> ATTRIBUTES =
      List.of("department", "costCenter", "division", "organization", "employeeNumber");

  private ScimPerson() {}

  /** As it is shown, but for where it is. */
  static ObjectNode shown(Resource resource, Origin.Link link) {
    var user = resource.as(User.class);
    var shown = Json.object();
    var schemas = shown.putArray("schemas").add(Scim.USER);
    shown.put("id", user.name()).put("userName", user.name()).put("active", link.active());
    if (!link.external().isEmpty()) {
      shown.put("externalId", link.external());
    }
    shown.put("displayName", user.title());
    shown.putObject("name").put("formatted", user.title());
    if (!user.email().isEmpty()) {
      var mail = shown.putArray("emails").addObject();
      mail.put("value", user.email()).put("type", "work").put("primary", true);
    }
    var enterprise = Json.object();
    for (var name : ATTRIBUTES) {
      Optional.ofNullable(user.attributes().get(name))
          .filter(JsonNode::isTextual)
          .ifPresent(value -> enterprise.set(name, value));
    }
    if (!enterprise.isEmpty()) {
      schemas.add(Scim.ENTERPRISE);
      shown.set(Scim.ENTERPRISE, enterprise);
    }
    return shown;
  }

  /** What a document says of a person; what SCIM has a word for and we have not is passed over. */
  static OutsidePerson read(JsonNode document) {
    var name =
        ScimAttribute.text(document, "userName")
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> Scim.wrong("invalidValue", "userName is needed."));
    var attributes = new HashMap<String, String>();
    var enterprise = ScimAttribute.get(document, Scim.ENTERPRISE);
    ATTRIBUTES.forEach(key -> attributes.put(key, ScimAttribute.text(enterprise, key).orElse("")));
    return new OutsidePerson(
        Scim.SOURCE,
        name,
        ScimAttribute.text(document, "externalId").orElse(""),
        name,
        title(document),
        email(document),
        Set.of(),
        Map.copyOf(attributes));
  }

  private static String title(JsonNode document) {
    var name = ScimAttribute.get(document, "name");
    var parts =
        (ScimAttribute.text(name, "givenName").orElse("")
                + " "
                + ScimAttribute.text(name, "familyName").orElse(""))
            .strip();
    return ScimAttribute.text(document, "displayName")
        .or(() -> ScimAttribute.text(name, "formatted"))
        .orElse(parts);
  }

  private static String email(JsonNode document) {
    var first = "";
    for (var one : ScimAttribute.get(document, "emails")) {
      var value = ScimAttribute.text(one, "value").orElse("");
      if (ScimAttribute.get(one, "primary").asBoolean()) {
        return value;
      }
      first = first.isEmpty() ? value : first;
    }
    return first;
  }

  /** Some clients write it as a text. */
  static boolean isActive(JsonNode document) {
    var active = ScimAttribute.get(document, "active");
    if (active.isMissingNode() || active.isNull()) {
      return true;
    }
    if (active.isBoolean()
        || List.of("true", "false").contains(active.asText().toLowerCase(Locale.ROOT))) {
      return Boolean.parseBoolean(active.asText());
    }
    throw Scim.wrong("invalidValue", "active is true or false.");
  }
}
