package dev.weft.model.format;

import static dev.weft.model.format.Shapes.flag;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.mapOf;
import static dev.weft.model.format.Shapes.matching;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.scalar;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.uniqueList;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/** {@code kind: ParameterContext}. */
final class ContextShape {
  private static final int PARAMETERS_MAX = 1_000;
  private static final int PROVIDERS_MAX = 10;
  private static final Pattern NAME = Pattern.compile("[^{}#\\s]([^{}#]{0,98}[^{}#\\s])?");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private ContextShape() {}

  static ObjectShape shape() {
    return object("a parameter context")
        .required("apiVersion", text())
        .required("kind", oneOf("ParameterContext"))
        .required("name", Names.name())
        .optional("description", text())
        .optional(words(), "product", "domain")
        .optional(uniqueList(words()), "sharedWith", "inherits")
        .optional("parameters", mapOf(parameter()))
        .optional("providers", listOf(provider()))
        .rule(ContextShape::hasOneOwner)
        .rule(ContextShape::isNotTooLarge);
  }

  private static ObjectShape parameter() {
    return object("a parameter")
        .optional("description", text())
        .optional("sensitive", flag())
        .optional("value", scalar())
        .rule(ContextShape::holdsNoSecret);
  }

  /** A folder's name is held against what the operator allows where it is read. */
  private static ObjectShape provider() {
    return object("a provider")
        .optional(
            "environment",
            matching(
                PREFIX,
                "bad-prefix",
                "what names of variables begin with",
                "Use letters, digits and '_', such as SHOP_."))
        .optional(
            "file",
            text(
                ContextShape::staysWithin,
                "bad-path",
                "is not a path within the folder that the operator allows",
                "Name a folder or a .properties file in it, or '.' for itself."))
        .rule(
            (provider, at) -> {
              if (provider.has("environment") == provider.has("file")) {
                at.key(
                    "bad-provider",
                    "A provider is either an environment or a file.",
                    "Write {environment: SHOP_} or {file: FOLDER}.");
              }
            });
  }

  private static boolean staysWithin(String path) {
    return !path.isBlank()
        && !path.startsWith("/")
        && !path.contains("\u0000")
        && !List.of(path.split("/")).contains("..");
  }

  private static void hasOneOwner(ObjectNode context, At at) {
    if (context.has("product") == context.has("domain")) {
      at.key(
          "bad-owner",
          "A parameter context belongs either to a product or to a domain.",
          "Add product: NAME for flows of one product, or domain: NAME for those of all of its"
              + " products.");
    }
  }

  private static void isNotTooLarge(ObjectNode context, At at) {
    if (context.path("parameters").size() > PARAMETERS_MAX) {
      at.key("parameters")
          .key("too-many", "A context has at most " + PARAMETERS_MAX + " parameters.", "");
    }
    if (context.path("providers").size() > PROVIDERS_MAX) {
      at.key("providers")
          .key("too-many", "A context has at most " + PROVIDERS_MAX + " providers.", "");
    }
    context
        .path("parameters")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!NAME.matcher(name).matches()) {
                at.key("parameters")
                    .key(name)
                    .key(
                        "bad-name",
                        "'" + Shapes.shortened(name) + "' is not the name of a parameter.",
                        "Use up to 100 characters without braces, '#' and blanks at its ends.");
              }
            });
  }

  private static void holdsNoSecret(ObjectNode parameter, At at) {
    if (!parameter.hasNonNull("value")) {
      return;
    }
    var name = at.path().substring(at.path().indexOf('.') + 1);
    if (parameter.path("sensitive").asBoolean()) {
      at.key("value")
          .key(
              "secret-in-file",
              "A sensitive parameter has no value here: secrets are never in files.",
              "Give it when the context is applied: --set-secret NAME=@FILE, or by a provider.");
    } else if (Secrets.namesSecret(name) || Secrets.holdsSecret(parameter.path("value").asText())) {
      at.key("value")
          .value(
              "secret-in-file",
              "'" + Shapes.shortened(name) + "' holds a secret, and secrets are never in files.",
              "Say 'sensitive: true', and give the value when the context is applied.");
    }
  }
}
