package dev.weft.registry.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes of a JSON Schema leave readable what was written, rule by rule. */
class JsonSchemaReadingTest {
  private static final String OPEN = "'type':'object','properties':";
  private static final String CLOSED = "'additionalProperties':false," + OPEN;
  private final JsonSchemaLanguage language = new JsonSchemaLanguage();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // before | after | whether the new one reads the old one's | and the old one the new one's
        "'type':'string' | 'type':'string','title':'x' | true | true",
        "'type':'integer' | 'type':'number' | true | false",
        "'type':'string' | 'type':['string','null'] | true | false",
        "'type':'string' | 'type':'integer' | false | false",
        "'type':'string' |  | true | false",
        "'enum':['a','b'] | 'enum':['a','b','c'] | true | false",
        "'const':1 | 'enum':[1.0,2] | true | false",
        "'enum':['a'] | 'type':'string' | true | false",
        "'type':'string','minLength':2 | 'type':'string','minLength':1 | true | false",
        "'type':'string','maxLength':2 | 'type':'string','maxLength':3 | true | false",
        "'type':'string','pattern':'a' | 'type':'string' | true | false",
        "'type':'string','pattern':'a' | 'type':'string','pattern':'b' | false | false",
        "'type':'number','minimum':2 | 'type':'number','minimum':1 | true | false",
        "'type':'number','maximum':2 | 'type':'number','maximum':3 | true | false",
        "'type':'number','minimum':2 | 'type':'number','exclusiveMinimum':2 | false | true",
        "'type':'number','minimum':2,'exclusiveMinimum':true | 'type':'number','minimum':2 | true"
            + " | false",
        "'type':'integer','multipleOf':4 | 'type':'integer','multipleOf':2 | true | false",
        "'type':'integer' | 'type':'number','multipleOf':1 | true | false",
        "'type':'array','items':{'type':'integer'} | 'type':'array','items':{'type':'number'} |"
            + " true | false",
        "'type':'array','maxItems':1 | 'type':'array','maxItems':2 | true | false",
        "'type':'array','minItems':2 | 'type':'array','minItems':1 | true | false",
        "'type':'array','uniqueItems':true | 'type':'array' | true | false",
        "'type':'array','items':[{'type':'string'}],'additionalItems':false |"
            + " 'type':'array','items':[{'type':'string'},{'type':'null'}],'additionalItems':false"
            + " | true | false",
        "'type':'array','prefixItems':[{'type':'string'}] | 'type':'array' | true | false",
        "'anyOf':[{'type':'string'}] | 'anyOf':[{'type':'string'},{'type':'null'}] | true | false",
        "'oneOf':[{'type':'string'}] | 'oneOf':[{'type':'string'},{'type':'null'}] | true | false",
        "'type':['string','null'] | 'anyOf':[{'type':'null'},{'type':'string'}] | true | true",
        "'oneOf':[{'type':'number'}] | 'oneOf':[{'type':'number'},{'type':'integer'}] | false |"
            + " true",
        "'allOf':[{'type':'string'},{'minLength':2}] | 'type':'string','minLength':1 | true |"
            + " false",
        "'not':{'type':['string','null']} | 'not':{'type':'string'} | true | false",
        "'type':'integer' | 'not':{'type':'string'} | true | false",
        "'if':{'type':'string'},'then':{'minLength':1} |"
            + " 'if':{'type':'string'},'then':{'minLength':2} | false | false",
      })
  void valuesAreAsNarrowAsTheyWere(String before, String after, boolean reads, boolean isRead) {
    assertThat(reads(after, before)).isEqualTo(reads);
    assertThat(reads(before, after)).isEqualTo(isRead);
  }

  @Test
  void inAnOpenModelWhatIsNamedAnewMayHaveBeenWrittenBefore() {
    var before = OPEN + "{'a':{'type':'string'}}";
    var more = OPEN + "{'a':{'type':'string'},'b':{'type':'string'}}";

    assertThat(objections(more, before))
        .containsExactly("#/b: is described now, but anything may have been written there");
    assertThat(reads(before, more)).isTrue();
    assertThat(reads(OPEN + "{'a':{'type':'string'},'b':{}}", before)).isTrue();
    assertThat(lenient(more, before)).isTrue();
  }

  @Test
  void inAClosedModelPropertiesComeButDoNotGo() {
    var before = CLOSED + "{'a':{'type':'string'}}";
    var more = CLOSED + "{'a':{'type':'string'},'b':{'type':'string'}}";

    assertThat(reads(more, before)).isTrue();
    assertThat(objections(before, more))
        .containsExactly("#/b: was removed from a closed content model");
    assertThat(lenient(before, more)).isTrue();
    assertThat(reads(OPEN + "{'a':{'type':'string'}}", before)).isTrue();
    assertThat(reads(before, OPEN + "{'a':{'type':'string'}}")).isFalse();
  }

  @Test
  void aPartlyOpenModelCountsByWhatItSaysOfOthers() {
    var before = "'additionalProperties':{'type':'string'}," + OPEN + "{'a':{'type':'integer'}}";

    assertThat(reads(before.replace("}}", "},'b':{'type':'string'}}"), before)).isTrue();
    assertThat(reads(before.replace("}}", "},'b':{'type':'integer'}}"), before)).isFalse();
    assertThat(reads("'additionalProperties':{'type':'string'},'type':'object'", before)).isFalse();
    assertThat(
            reads(
                "'patternProperties':{'^x':{'minLength':1}},'type':'object'",
                "'patternProperties':{'^x':{'minLength':2}},'type':'object'"))
        .isTrue();
    assertThat(
            reads(
                "'patternProperties':{'^x':{'type':'string'}},'type':'object'",
                CLOSED + "{'xa':{'type':'integer'}}"))
        .isFalse();
  }

  @Test
  void requiredPropertiesGoButDoNotComeEvenWithADefault() {
    var before = CLOSED + "{'a':{'type':'string'}}";
    var required = before + ",'required':['a']";
    var withDefault = CLOSED + "{'a':{'type':'string','default':''}},'required':['a']";

    assertThat(reads(before, required)).isTrue();
    assertThat(objections(required, before)).hasSize(1).first().asString().contains("required");
    assertThat(reads(withDefault, before)).isFalse();
  }

  @Test
  void dependenciesNamesAndUnevaluatedPropertiesMustStay() {
    for (var keyword :
        List.of(
            "'dependentRequired':{'a':['b']}",
            "'dependencies':{'a':['b']}",
            "'dependentSchemas':{'a':{'minProperties':2}}",
            "'propertyNames':{'minLength':2}",
            "'minProperties':1",
            "'maxProperties':9",
            "'unevaluatedProperties':false")) {
      var with = "'type':'object'," + keyword;
      assertThat(reads("'type':'object'", with)).as(keyword).isTrue();
      assertThat(reads(with, "'type':'object'")).as(keyword).isFalse();
      assertThat(reads(with + ",'title':'x'", with)).as(keyword).isTrue();
    }
  }

  @Test
  void schemasThatContainThemselvesAreCompared() {
    var tree =
        "'$ref':'#/definitions/node','definitions':{'node':{'type':'object','properties':{"
            + "'next':{'anyOf':[{'type':'null'},{'$ref':'#/definitions/node'}]},"
            + "'value':{'type':'%s'}}}}";

    assertThat(reads(tree.formatted("number"), tree.formatted("integer"))).isTrue();
    assertThat(reads(tree.formatted("integer"), tree.formatted("number"))).isFalse();
  }

  @Test
  void oneOfByAPropertyThatTellsThemApart() {
    var cat = "{'properties':{'kind':{'const':'cat'}},'required':['kind'],'type':'object'}";
    var dog = cat.replace("cat", "dog");

    assertThat(reads("'oneOf':[" + cat + "," + dog + "]", "'oneOf':[" + cat + "]")).isTrue();
    assertThat(reads("'oneOf':[" + cat + "]", "'oneOf':[" + cat + "," + dog + "]")).isFalse();
  }

  @Test
  void whatIsImportedIsComparedToo() {
    var main = "{\"$ref\":\"money.json\"}";
    var before = new SchemaSource(main, Map.of("money.json", "{\"type\":\"integer\"}"));
    var after = new SchemaSource(main, Map.of("money.json", "{\"type\":\"number\"}"));

    assertThat(language.whyUnreadable(after, before, false)).isEmpty();
    assertThat(language.whyUnreadable(before, after, false)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | neither an object",
        "{'type':'text'} | 'type'",
        "{'type':'string','type':'string'} | not JSON",
        "{'properties':[]} | 'properties'",
        "{'minLength':-1} | 'minLength'",
        "{'multipleOf':1e999999} | 'multipleOf'",
        "{'enum':[]} | 'enum'",
        "{'required':'a'} | 'required'",
        "{'allOf':[]} | 'allOf'",
        "{'items':{'items':{'type':1}}} | 'type'",
        "{'$schema':'http://example.org/mine'} | '$schema'",
        "{'$ref':'#/definitions/none'} | leads nowhere",
        "{'$ref':'http://127.0.0.1:1/secret.json'} | not among its references",
        "{'$ref':'file:///etc/passwd'} | not among its references",
        "{'$ref':'#/a','a':{'$ref':'#/b'},'b':{'$ref':'#/a'}} | leads to itself",
        "{'$dynamicRef':'#x'} | not supported",
      })
  void whatIsNoSchemaIsRefused(String text, String why) {
    assertThatThrownBy(() -> canonical(json(text), false)).hasMessageContaining(why);
  }

  @Test
  void nestingAndSizeHaveAnEnd() {
    var deep = "{\"items\":".repeat(200) + "{}" + "}".repeat(200);

    assertThatThrownBy(() -> canonical(deep, false)).hasMessageContaining("not JSON");
  }

  @Test
  void normalizedTheOrderOfMembersMakesNoDifference() {
    assertThat(canonical("{ \"type\": \"object\", \"minProperties\": 1 }", true))
        .isEqualTo(canonical("{\"minProperties\":1,\"type\":\"object\"}", true))
        .isNotEqualTo(canonical("{\"type\":\"object\",\"minProperties\":1}", false));
  }

  private String canonical(String text, boolean normalize) {
    return language.canonical(SchemaSource.of(text), normalize);
  }

  private boolean reads(String reader, String writer) {
    return objections(reader, writer).isEmpty();
  }

  private boolean lenient(String reader, String writer) {
    return language.whyUnreadable(source(reader), source(writer), true).isEmpty();
  }

  private List<String> objections(String reader, String writer) {
    return language.whyUnreadable(source(reader), source(writer), false);
  }

  private static SchemaSource source(String members) {
    return SchemaSource.of(json("{" + (members == null ? "" : members) + "}"));
  }

  private static String json(String quoted) {
    return quoted.replace('\'', '"');
  }
}
