package dev.weft.server.identity.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.List;

/** What SCIM here can do, described in SCIM's own words (RFC 7643, 5 to 7). */
public final class ScimSchemas {
  private static final String SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema";
  private static final String TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";

  private final String base;

  public ScimSchemas(String base) {
    this.base = base;
  }

  public JsonNode config() {
    return Json.parse(
        """
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
         "patch": {"supported": true}, "bulk": {"supported": true, "maxOperations": %d, "maxPayloadSize": %d},
         "filter": {"supported": true, "maxResults": 500}, "changePassword": {"supported": false},
         "sort": {"supported": true}, "etag": {"supported": true},
         "authenticationSchemes": [{"type": "oauthbearertoken", "name": "Bearer token", "primary": true,
           "description": "The token of the file that scim.token.file names."}],
         "meta": {"resourceType": "ServiceProviderConfig", "location": "%s/ServiceProviderConfig"}}
        """
            .formatted(ScimBulk.OPERATIONS_MAX, ScimBulk.BYTES_MAX, base));
  }

  public ObjectNode types() {
    return listed(List.of(type("User", Scim.USER, true), type("Group", Scim.GROUP, false)));
  }

  public JsonNode type(String id) {
    return one(types(), id);
  }

  public ObjectNode schemas() {
    return listed(List.of(user(), group(), enterprise()));
  }

  public JsonNode schema(String id) {
    return one(schemas(), id);
  }

  private static JsonNode one(ObjectNode list, String id) {
    for (var one : list.path("Resources")) {
      if (one.path("id").asText().equals(id)) {
        return one;
      }
    }
    throw Scim.missing("description", id);
  }

  private static ObjectNode listed(List<ObjectNode> all) {
    var list = Json.object();
    list.putArray("schemas").add(Scim.LIST);
    list.put("totalResults", all.size()).put("startIndex", 1).put("itemsPerPage", all.size());
    list.putArray("Resources").addAll(all);
    return list;
  }

  private ObjectNode type(String name, String schema, boolean isExtended) {
    var type = Json.object();
    type.putArray("schemas").add(TYPE);
    type.put("id", name).put("name", name).put("endpoint", "/" + name + "s");
    type.put("schema", schema);
    if (isExtended) {
      type.putArray("schemaExtensions")
          .addObject()
          .put("schema", Scim.ENTERPRISE)
          .put("required", false);
    }
    type.putObject("meta")
        .put("resourceType", "ResourceType")
        .put("location", base + "/ResourceTypes/" + name);
    return type;
  }

  private ObjectNode user() {
    var schema = schema(Scim.USER, "User");
    var all = schema.putArray("attributes");
    text(all, "userName", "immutable", true).put("uniqueness", "server");
    text(all, "externalId", "readWrite", false);
    text(all, "displayName", "readWrite", false);
    var name = complex(all, "name", false, "readWrite");
    List.of("formatted", "givenName", "familyName")
        .forEach(part -> text(name, part, "readWrite", false));
    attribute(all, "active", "boolean", "readWrite");
    var mails = complex(all, "emails", true, "readWrite");
    text(mails, "value", "readWrite", false);
    text(mails, "type", "readWrite", false);
    attribute(mails, "primary", "boolean", "readWrite");
    text(complex(all, "groups", true, "readOnly"), "value", "readOnly", false);
    return schema;
  }

  private ObjectNode group() {
    var schema = schema(Scim.GROUP, "Group");
    var all = schema.putArray("attributes");
    text(all, "displayName", "readWrite", true);
    text(all, "externalId", "readWrite", false);
    var members = complex(all, "members", true, "readWrite");
    text(members, "value", "immutable", false);
    text(members, "type", "immutable", false);
    return schema;
  }

  private ObjectNode enterprise() {
    var schema = schema(Scim.ENTERPRISE, "EnterpriseUser");
    var all = schema.putArray("attributes");
    List.of("department", "costCenter", "division", "organization", "employeeNumber")
        .forEach(name -> text(all, name, "readWrite", false));
    return schema;
  }

  private ObjectNode schema(String id, String name) {
    var schema = Json.object();
    schema.putArray("schemas").add(SCHEMA);
    schema.put("id", id).put("name", name);
    schema.putObject("meta").put("resourceType", "Schema").put("location", base + "/Schemas/" + id);
    return schema;
  }

  private static ObjectNode text(ArrayNode all, String name, String mutability, boolean required) {
    return attribute(all, name, "string", mutability)
        .put("required", required)
        .put("caseExact", false);
  }

  private static ArrayNode complex(ArrayNode all, String name, boolean many, String mutability) {
    return attribute(all, name, "complex", mutability)
        .put("multiValued", many)
        .putArray("subAttributes");
  }

  private static ObjectNode attribute(ArrayNode all, String name, String type, String mutability) {
    return all.addObject()
        .put("name", name)
        .put("type", type)
        .put("multiValued", false)
        .put("required", false)
        .put("mutability", mutability)
        .put("returned", "default");
  }
}
