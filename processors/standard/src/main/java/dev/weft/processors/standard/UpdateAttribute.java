package dev.weft.processors.standard;

import com.google.re2j.Pattern;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets attributes to the values of expressions, and removes attributes. */
public final class UpdateAttribute
    implements ProcessorType.OfProcessor<UpdateAttribute.Settings>,
        KeepsFields<UpdateAttribute.Settings>,
        SendsNothing<UpdateAttribute.Settings> {
  /** What to change. */
  public record Settings(
      @Doc(
              "Attribute to CEL expression over 'attributes', evaluated in order: a later one sees"
                  + " what an earlier one has set. A FlowFile for which one cannot be evaluated"
                  + " goes to failure, unchanged.")
          Map<String, String> set,
      @Doc("Regular expression (RE2): attributes whose whole name matches are removed first.")
          String remove) {
    public Settings {
      set = Bounds.texts(set);
      remove = Bounds.text(remove);
      if (set.isEmpty() && remove.isEmpty()) {
        throw new IllegalArgumentException("set must name an attribute to set, or remove some");
      }
      if (!remove.isEmpty()) {
        Patterns.compile("remove", remove);
      }
    }
  }

  private record Setter(String attribute, AttributeExpression value) {}

  @Override
  public String name() {
    return "UpdateAttribute";
  }

  @Override
  public String summary() {
    return "Sets attributes to the values of expressions, and removes attributes.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var setters = new ArrayList<Setter>();
    settings
        .set()
        .forEach(
            (name, text) -> setters.add(new Setter(name, AttributeExpression.of(text, context))));
    var remove =
        settings.remove().isEmpty()
            ? Optional.<Pattern>empty()
            : Optional.of(Patterns.compile("remove", settings.remove()));
    return (in, out) -> {
      try {
        out.emit("success", set(without(in, remove), setters));
      } catch (EvaluationException e) {
        out.emit("failure", in.with(Attributes.ERROR, e.getMessage()));
      }
    };
  }

  private static FlowFile without(FlowFile in, Optional<Pattern> remove) {
    if (remove.isEmpty()) {
      return in;
    }
    var kept = new LinkedHashMap<>(in.attributes());
    kept.keySet().removeIf(name -> remove.get().matches(name));
    return new FlowFile(kept, in.content());
  }

  private static FlowFile set(FlowFile in, List<Setter> setters) throws EvaluationException {
    var changed = in;
    for (var setter : setters) {
      changed = changed.with(setter.attribute(), setter.value().text(changed));
    }
    return changed;
  }
}
