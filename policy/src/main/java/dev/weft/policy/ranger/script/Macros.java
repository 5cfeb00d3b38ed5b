package dev.weft.policy.ranger.script;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The short words of Ranger's scripts, and what they stand for. */
final class Macros {
  private static final Pattern WORD = Pattern.compile("\\b[A-Z_]{6,}\\b");
  private static final Pattern DOUBLE_BRACKETS =
      Pattern.compile("\\[\\[([}{$\"a-zA-Z0-9_.\\[\\]]+)(,['\"](.+?)['\"])*]]");

  private final Map<String, String> words = new HashMap<>();

  Macros() {
    names("TAG_NAMES", "tagNames");
    names("TAG_ATTR_NAMES", "tagAttrNames");
    names("UG_NAMES", "ugNames");
    names("UG_ATTR_NAMES", "ugAttrNames");
    names("UR_NAMES", "urNames");
    names("USER_ATTR_NAMES", "userAttrNames");
    values("TAG_ATTR", "tagAttr");
    values("UG_ATTR", "ugAttr");
    values("USER_ATTR", "userAttr");
    words.put("HAS_TAG", "ctx.hasTag");
    words.put("HAS_ANY_TAG", "ctx.hasAnyTag()");
    words.put("HAS_NO_TAG", "!ctx.hasAnyTag()");
    words.put("HAS_USER_ATTR", "ctx.hasUserAttr");
    words.put("HAS_UG_ATTR", "ctx.hasUgAttr");
    words.put("HAS_TAG_ATTR", "ctx.hasTagAttr");
    words.put("IS_IN_GROUP", "ctx.isInGroup");
    words.put("IS_IN_ROLE", "ctx.isInRole");
    words.put("IS_IN_ANY_GROUP", "ctx.isInAnyGroup()");
    words.put("IS_IN_ANY_ROLE", "ctx.isInAnyRole()");
    words.put("IS_NOT_IN_ANY_GROUP", "!ctx.isInAnyGroup()");
    words.put("IS_NOT_IN_ANY_ROLE", "!ctx.isInAnyRole()");
    words.put("IS_ACCESS_TIME_AFTER", "ctx.isAccessTimeAfter");
    words.put("IS_ACCESS_TIME_BEFORE", "ctx.isAccessTimeBefore");
    words.put("IS_ACCESS_TIME_BETWEEN", "ctx.isAccessTimeBetween");
  }

  private void names(String word, String function) {
    words.put("GET_" + word, "ctx." + function);
    words.put("GET_" + word + "_Q", "ctx." + function + "Q");
    words.put(word + "_CSV", "ctx." + function + "Csv()");
    words.put(word + "_Q_CSV", "ctx." + function + "CsvQ()");
  }

  private void values(String word, String function) {
    words.put("GET_" + word, "ctx." + function);
    words.put("GET_" + word + "_Q", "ctx." + function + "Q");
    words.put("GET_" + word + "_CSV", "ctx." + function + "Csv");
    words.put("GET_" + word + "_Q_CSV", "ctx." + function + "CsvQ");
  }

  /** The script with its short words replaced. */
  String expand(String script) {
    var brackets =
        DOUBLE_BRACKETS
            .matcher(script)
            .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(split(found)));
    return WORD.matcher(brackets).replaceAll(this::word);
  }

  private String word(MatchResult found) {
    return java.util.regex.Matcher.quoteReplacement(
        words.getOrDefault(found.group(), found.group()));
  }

  private static String split(MatchResult found) {
    var separator = found.group(3) == null ? "," : found.group(3);
    return found.group(1) + ".split(\"" + separator + "\")";
  }
}
