package dev.weft.processors.standard;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.ProcessorContext;
import java.util.Map;
import java.util.Optional;

/** A CEL expression over the attributes of a FlowFile; 'record' has no fields in it. */
public record AttributeExpression(Compiled compiled) {
  private static final DataRecord NO_RECORD = new DataRecord(Map.of());

  public static AttributeExpression of(String text, ProcessorContext context) {
    return new AttributeExpression(context.expressions().compile(text));
  }

  /** Empty for a text that is left out. */
  public static Optional<AttributeExpression> ofOptional(String text, ProcessorContext context) {
    return text.isEmpty() ? Optional.empty() : Optional.of(of(text, context));
  }

  public boolean isTrue(FlowFile in) {
    return compiled.isTrue(NO_RECORD, in.attributes());
  }

  public Object value(FlowFile in) throws EvaluationException {
    return compiled.evaluate(NO_RECORD, in.attributes());
  }

  public String text(FlowFile in) throws EvaluationException {
    return ValueText.of(value(in));
  }
}
