import java.util.Base64;
import java.util.HashMap;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Config;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericData;
import org.apache.flink.formats.avro.registry.confluent.ConfluentRegistryAvroDeserializationSchema;
import org.apache.flink.formats.avro.registry.confluent.ConfluentRegistryAvroSerializationSchema;

/**
 * Flink's Avro format and Confluent's own client, as Flink releases it. Arguments: the registry's address, KEY:SECRET, a subject, then
 * either {@code write} or {@code read} and a record in Base64. Prints what it did, a fact a line.
 */
public class RegistryClient {
  private static final String TEXT =
      "{\"type\":\"record\",\"name\":\"Visit\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"email\",\"type\":\"string\"}%s]}";

  public static void main(String[] arguments) throws Exception {
    var settings = new HashMap<String, String>();
    settings.put("basic.auth.credentials.source", "USER_INFO");
    settings.put("basic.auth.user.info", arguments[1]);
    var schema = new Schema.Parser().parse(TEXT.formatted(""));
    if (arguments[3].equals("read")) {
      var reader =
          ConfluentRegistryAvroDeserializationSchema.forGeneric(schema, arguments[0], settings);
      System.out.println("read " + reader.deserialize(Base64.getDecoder().decode(arguments[4])));
      return;
    }
    var writer =
        ConfluentRegistryAvroSerializationSchema.forGeneric(
            arguments[2], schema, arguments[0], settings);
    var record = new GenericData.Record(schema);
    record.put("id", 1L);
    record.put("email", "ada@example.org");
    System.out.println(
        "written " + Base64.getEncoder().encodeToString(writer.serialize(record)));
    ask(new CachedSchemaRegistryClient(arguments[0], 10, settings), arguments[2]);
  }

  private static void ask(CachedSchemaRegistryClient client, String subject) throws Exception {
    var latest = client.getLatestSchemaMetadata(subject);
    System.out.println("latest " + latest.getVersion());
    System.out.println(
        "contract " + latest.getMetadata().getProperties().get("weft.contract"));
    System.out.println("uses " + client.getAllVersionsById(latest.getId()));
    var more =
        new AvroSchema(
            TEXT.formatted(",{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"}"));
    var other =
        new AvroSchema(TEXT.formatted(",{\"name\":\"note\",\"type\":\"string\"}"));
    System.out.println("compatible " + client.testCompatibility(subject, more));
    System.out.println("incompatible " + client.testCompatibilityVerbose(subject, other));
    try {
      client.register(subject, other);
    } catch (RestClientException e) {
      System.out.println("refused " + e.getStatus() + " " + e.getErrorCode());
    }
    System.out.println("registered " + (client.register(subject, more) > latest.getId()));
    System.out.println("versions " + client.getAllVersions(subject));
    client.updateConfig(subject, new Config("FULL"));
    System.out.println("config " + client.getConfig(subject).getCompatibilityLevel());
    System.out.println("mode " + client.getMode());
    System.out.println("deleted " + client.deleteSchemaVersion(subject, "2", false));
    System.out.println("left " + client.getAllVersions(subject));
  }
}
