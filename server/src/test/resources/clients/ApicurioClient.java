import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Apicurio's Avro serializer and deserializer, as Apicurio releases them. Arguments: the registry's address, a key's id and secret, a topic,
 * then either {@code write}, or {@code read} and records in Base64. Prints what it did, a fact a line.
 */
public class ApicurioClient {
  private static final String TEXT =
      "{\"type\":\"record\",\"name\":\"Call\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"email\",\"type\":\"string\"}%s]}";
  private static final Schema CALL = new Schema.Parser().parse(TEXT.formatted(""));

  public static void main(String[] arguments) throws Exception {
    if (arguments[4].equals("read")) {
      try (var reader = new AvroKafkaDeserializer<GenericRecord>()) {
        reader.configure(settings(arguments, false), false);
        for (var i = 5; i < arguments.length; i++) {
          var record = reader.deserialize(arguments[3], Base64.getDecoder().decode(arguments[i]));
          System.out.println("read" + (i - 5) + " " + record);
        }
      }
    } else {
      System.out.println("registered " + write(arguments, CALL, true, 1));
      System.out.println("found " + write(arguments, CALL, false, 2));
      var other =
          new Schema.Parser().parse(TEXT.formatted(",{\"name\":\"note\",\"type\":\"string\"}"));
      System.out.println("refused " + failure(arguments, other, true));
      System.out.println("unknown " + failure(arguments, other, false));
    }
    System.exit(0); // Its HTTP client has threads that go on.
  }

  private static Map<String, Object> settings(String[] arguments, boolean registers) {
    var settings = new HashMap<String, Object>();
    settings.put("apicurio.registry.url", arguments[0]);
    settings.put("apicurio.registry.auth.username", arguments[1]);
    settings.put("apicurio.registry.auth.password", arguments[2]);
    settings.put("apicurio.registry.auto-register", registers);
    settings.put("apicurio.registry.retry-count", 0);
    return settings;
  }

  private static String write(String[] arguments, Schema schema, boolean registers, long id) {
    var record = new GenericData.Record(schema);
    record.put("id", id);
    record.put("email", "ada@example.org");
    if (schema.getField("note") != null) {
      record.put("note", "");
    }
    try (var writer = new AvroKafkaSerializer<GenericRecord>()) {
      writer.configure(settings(arguments, registers), false);
      return Base64.getEncoder().encodeToString(writer.serialize(arguments[3], record));
    }
  }

  private static String failure(String[] arguments, Schema schema, boolean registers) {
    try {
      return "not at all: " + write(arguments, schema, registers, 3);
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
  }
}
