package dev.weft.spi.flow;

import dev.weft.spi.Expressions;
import dev.weft.spi.FieldObserver.FieldSample;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the runner gives to a processor.
 *
 * @param flow the flow's name, {@code processor} the name within it
 * @param clock the only source of time
 * @param newFields a source tells of fields that it found without having records of them yet, such
 *     as a new column: its name, with some sampled values as text
 */
public record ProcessorContext(
    String flow,
    String product,
    String processor,
    Clock clock,
    Expressions expressions,
    Consumer<Map<String, FieldSample>> newFields) {}
