package dev.weft.standards;

/**
 * A written document.
 *
 * @param mediaType as in {@code Content-Type}, without the character set, which is UTF-8
 */
public record Exported(String mediaType, String text) {}
