package dev.weft.policy.cel;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelMathExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.runtime.CelFunctionBinding;
import dev.weft.model.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The functions that flows have beyond CEL's own: the library's extensions (strings, math, lists,
 * sets, encoders, regular expressions, optional values) but for those that can ask for memory
 * without end, and some of ours for what is missing there. None depends on chance, so that a unit
 * of work that is done again gives the same; only {@code now()} does not.
 */
record FlowFunctions(Clock clock) {
  private static final CelStringExtensions.Function[] STRINGS = {
    CelStringExtensions.Function.CHAR_AT,
    CelStringExtensions.Function.INDEX_OF,
    CelStringExtensions.Function.JOIN,
    CelStringExtensions.Function.LAST_INDEX_OF,
    CelStringExtensions.Function.LOWER_ASCII,
    CelStringExtensions.Function.QUOTE,
    CelStringExtensions.Function.REPLACE,
    CelStringExtensions.Function.REVERSE,
    CelStringExtensions.Function.SPLIT,
    CelStringExtensions.Function.TRIM,
    CelStringExtensions.Function.UPPER_ASCII
  };

  private static final CelListsExtensions.Function[] LISTS = {
    CelListsExtensions.Function.SLICE,
    CelListsExtensions.Function.FLATTEN,
    CelListsExtensions.Function.DISTINCT,
    CelListsExtensions.Function.REVERSE,
    CelListsExtensions.Function.SORT,
    CelListsExtensions.Function.SORT_BY
  };

  private static final CelMathExtensions.Function[] MATH = {
    CelMathExtensions.Function.MAX,
    CelMathExtensions.Function.MIN,
    CelMathExtensions.Function.CEIL,
    CelMathExtensions.Function.FLOOR,
    CelMathExtensions.Function.ROUND,
    CelMathExtensions.Function.TRUNC,
    CelMathExtensions.Function.ABS,
    CelMathExtensions.Function.SIGN,
    CelMathExtensions.Function.SQRT,
    CelMathExtensions.Function.ISNAN,
    CelMathExtensions.Function.ISFINITE,
    CelMathExtensions.Function.BITAND,
    CelMathExtensions.Function.BITOR,
    CelMathExtensions.Function.BITXOR
  };

  void addTo(CelBuilder builder, CelOptions options) {
    var strings = CelExtensions.strings(STRINGS);
    var lists = CelExtensions.lists(LISTS);
    var math = CelExtensions.math(MATH);
    var sets = CelExtensions.sets(options);
    var encoders = CelExtensions.encoders(options);
    var regex = CelExtensions.regex();
    var optional = CelExtensions.optional();
    builder.addCompilerLibraries(strings, lists, math, sets, encoders, regex, optional);
    builder.addRuntimeLibraries(strings, lists, math, sets, encoders, regex, optional);
    for (var function : own()) {
      builder.addFunctionDeclarations(function.declaration());
      builder.addFunctionBindings(function.binding());
    }
  }

  /** What a function does with its values, the one it is called on first. */
  private interface Body {
    Object apply(Object[] values);
  }

  /** One of ours; {@code types} are those of its values. */
  private record Function(
      String name, boolean member, CelType result, List<CelType> types, Body body) {
    private String id() {
      var id = new StringBuilder("flow_").append(name.replace('.', '_'));
      types.forEach(type -> id.append('_').append(type.name().replace('.', '_')));
      return id.toString().toLowerCase(Locale.ROOT);
    }

    CelFunctionDecl declaration() {
      return CelFunctionDecl.newFunctionDeclaration(
          name,
          member
              ? CelOverloadDecl.newMemberOverload(id(), result, types)
              : CelOverloadDecl.newGlobalOverload(id(), result, types));
    }

    /** The bodies are lambdas without state; one asks a clock. */
    @SuppressWarnings("Immutable")
    CelFunctionBinding binding() {
      var classes = new ArrayList<Class<?>>();
      types.forEach(type -> classes.add(javaClass(type)));
      return CelFunctionBinding.from(id(), classes, values -> body.apply(values));
    }

    private static Class<?> javaClass(CelType type) {
      if (type.equals(SimpleType.STRING)) {
        return String.class;
      }
      return type.equals(SimpleType.INT) ? Long.class : Object.class;
    }
  }

  private List<Function> own() {
    var text = SimpleType.STRING;
    var number = SimpleType.INT;
    var time = SimpleType.TIMESTAMP;
    return List.of(
        on("lower", text, of -> text(of, 0).toLowerCase(Locale.ROOT), text),
        on("upper", text, of -> text(of, 0).toUpperCase(Locale.ROOT), text),
        on(
            "padLeft",
            text,
            of -> Pads.left(text(of, 0), number(of, 1), text(of, 2)),
            text,
            number,
            text),
        on(
            "padRight",
            text,
            of -> Pads.right(text(of, 0), number(of, 1), text(of, 2)),
            text,
            number,
            text),
        on("sha256", text, of -> Digests.hex("SHA-256", text(of, 0)), text),
        on("sha512", text, of -> Digests.hex("SHA-512", text(of, 0)), text),
        on("hmacSha256", text, of -> Digests.hmac(text(of, 0), text(of, 1)), text, text),
        on("urlEncode", text, of -> Digests.urlEncode(text(of, 0)), text),
        on("urlDecode", text, of -> Digests.urlDecode(text(of, 0)), text),
        on("format", text, of -> Times.format(time(of, 0), text(of, 1), "UTC"), time, text),
        on(
            "format",
            text,
            of -> Times.format(time(of, 0), text(of, 1), text(of, 2)),
            time,
            text,
            text),
        on("toTime", time, of -> stamp(Times.parse(text(of, 0), text(of, 1), "UTC")), text, text),
        on(
            "toTime",
            time,
            of -> stamp(Times.parse(text(of, 0), text(of, 1), text(of, 2))),
            text,
            text,
            text),
        call("json", text, of -> Json.text(RecordValues.fromCel(of[0])), SimpleType.DYN),
        call("uuid", text, of -> uuid(text(of, 0)), text),
        call("now", time, of -> stamp(clock.instant())));
  }

  private static Function on(String name, CelType result, Body body, CelType... types) {
    return new Function(name, true, result, List.of(types), body);
  }

  private static Function call(String name, CelType result, Body body, CelType... types) {
    return new Function(name, false, result, List.of(types), body);
  }

  private static String text(Object[] values, int index) {
    return (String) values[index];
  }

  private static long number(Object[] values, int index) {
    return (Long) values[index];
  }

  private static Instant time(Object[] values, int index) {
    return (Instant) RecordValues.fromCel(values[index]);
  }

  private static Object stamp(Instant time) {
    return time;
  }

  /** The same text, the same identifier. */
  private static String uuid(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
