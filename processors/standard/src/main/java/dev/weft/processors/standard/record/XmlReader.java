package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads each element below the root as a record. Attributes and elements below become fields by
 * their local names, several of one name a list; the text beside attributes is {@code value}.
 *
 * <p>A document type is refused, so there are no entities to expand or to fetch. Where the text is
 * not XML, reading ends.
 */
final class XmlReader implements RecordReader {
  private static final int DEPTH_MAX = 100;
  private static final String TEXT = "value";

  private final GuardedInput in;
  private final String source;
  private final CsvDialect dialect;
  private XMLStreamReader xml;
  private long count;
  private long characters;
  private boolean ended;

  XmlReader(InputStream in, String source, CsvDialect dialect) {
    this.in = new GuardedInput(in);
    this.source = source;
    this.dialect = dialect;
  }

  @Override
  public Optional<Reading> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    try {
      var found = toNextRecord();
      ended = !found;
      return found ? Optional.of(record()) : Optional.empty();
    } catch (XMLStreamException e) {
      ended = true;
      return Optional.of(malformed(reason(e)));
    } catch (GuardedInput.TooLargeException e) {
      ended = true;
      return Optional.of(malformed(e.getMessage()));
    }
  }

  private boolean toNextRecord() throws XMLStreamException {
    if (xml == null) {
      xml = factory().createXMLStreamReader(in);
      while (xml.getEventType() != XMLStreamConstants.START_ELEMENT) {
        refuseDocumentType(xml.next());
      }
    }
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        return true;
      }
    }
    return false;
  }

  private static void refuseDocumentType(int event) throws XMLStreamException {
    if (event == XMLStreamConstants.DTD) {
      throw new XMLStreamException("a document type is not allowed");
    }
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setXMLReporter((message, type, information, location) -> {});
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("an entity outside is not allowed");
        });
    return factory;
  }

  private Reading record() throws XMLStreamException, GuardedInput.TooLargeException {
    count++;
    characters = 0;
    var value = element(1);
    in.endOfRecord();
    var fields = new LinkedHashMap<String, Object>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, inner) -> fields.put(String.valueOf(name), inner));
    } else {
      fields.put(TEXT, value);
    }
    return new Reading.Good(new Traced(new DataRecord(fields), origin()));
  }

  /** From its start to its end. */
  private Object element(int depth) throws XMLStreamException, GuardedInput.TooLargeException {
    if (depth > DEPTH_MAX) {
      throw new XMLStreamException("the elements are nested too deeply");
    }
    var fields = new LinkedHashMap<String, Object>();
    for (var i = 0; i < xml.getAttributeCount(); i++) {
      fields.put(xml.getAttributeLocalName(i), scalar(xml.getAttributeValue(i)));
    }
    var text = new StringBuilder();
    for (var event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        add(fields, xml.getLocalName(), element(depth + 1));
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        text.append(checked(xml.getText()));
      } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
        throw new XMLStreamException("an entity is not allowed");
      }
    }
    if (fields.isEmpty()) {
      return scalar(text.toString());
    }
    if (!text.toString().isBlank()) {
      fields.putIfAbsent(TEXT, scalar(text.toString().strip()));
    }
    return fields;
  }

  private String checked(String text) throws GuardedInput.TooLargeException {
    characters += text.length();
    if (characters > Limits.RECORD_CHARACTERS) {
      throw new GuardedInput.TooLargeException();
    }
    return text;
  }

  private Object scalar(String text) {
    return dialect.types() == CsvDialect.Types.TEXT ? text : CellType.infer(text);
  }

  @SuppressWarnings("unchecked")
  private static void add(Map<String, Object> fields, String name, Object value) {
    var before = fields.get(name);
    if (before instanceof List<?> list) {
      ((List<Object>) list).add(value);
    } else if (fields.containsKey(name)) {
      var list = new ArrayList<>();
      list.add(before);
      list.add(value);
      fields.put(name, list);
    } else {
      fields.put(name, value);
    }
  }

  /** Without the parser's own words, which may hold parts of the text. */
  private static String reason(XMLStreamException e) {
    var tooLarge = e.getNestedException() instanceof GuardedInput.TooLargeException;
    if (tooLarge) {
      return e.getNestedException().getMessage();
    }
    if (e.getLocation() == null) {
      return e.getMessage();
    }
    var at = e.getLocation();
    return "the XML is malformed, line " + at.getLineNumber() + ", column " + at.getColumnNumber();
  }

  private Reading malformed(String reason) {
    return new Reading.Malformed(new Origin(source, "record", Math.max(1, count)), reason, "");
  }

  private Origin origin() {
    return new Origin(source, "record", count);
  }

  @Override
  public void close() throws IOException {
    try {
      if (xml != null) {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw new IOException(e);
    } finally {
      in.close();
    }
  }
}
