package dev.weft.policy.rules;

/** Who sees something masked or filtered, and how. */
public record EffectItem(Item item, Effect effect) {}
