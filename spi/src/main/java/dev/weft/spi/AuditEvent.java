package dev.weft.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.PrincipalId;

/**
 * One thing that somebody did or tried. Time, sequence and hash are added when it is stored.
 *
 * @param action a stable word: {@code resource.create}, {@code subscription.approve}, {@code
 *     login}, {@code read}, {@code read.opened}, {@code read.refused}, ...
 * @param subject what it was done to: {@code kind/name}, or a port
 * @param successful false for what was refused
 * @param details depends on the action; before and after of a change. Never a secret.
 */
public record AuditEvent(
    PrincipalId actor, String action, String subject, boolean successful, ObjectNode details) {}
